import type { Component } from './component.ts';
import { etcd } from './etcd/index.ts';
import { kubeApiserver } from './kube-apiserver/index.ts';

/** Every component that is recognised and judged. */
export const components: readonly Component[] = [etcd, kubeApiserver];
