import type { Component } from './component.ts';
import { etcd } from './etcd/index.ts';
import { kubeApiserver } from './kube-apiserver/index.ts';
import { kubeControllerManager } from './kube-controller-manager/index.ts';
import { kubeProxy } from './kube-proxy/index.ts';
import { kubeScheduler } from './kube-scheduler/index.ts';
import { kubelet } from './kubelet/index.ts';

/** Every component that is recognised and judged. */
export const components: readonly Component[] = [
  etcd,
  kubeApiserver,
  kubeControllerManager,
  kubeScheduler,
  kubelet,
  kubeProxy,
];
