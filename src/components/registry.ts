import { judgedEtcd } from './etcd/judged.ts';
import type { JudgedComponent } from './judged.ts';
import { judgedKubeApiserver } from './kube-apiserver/judged.ts';
import { judgedKubeControllerManager } from './kube-controller-manager/judged.ts';
import { judgedKubeProxy } from './kube-proxy/judged.ts';
import { judgedKubeScheduler } from './kube-scheduler/judged.ts';
import { judgedKubelet } from './kubelet/judged.ts';

/** Every component that is judged process by process. */
export const judgedComponents: readonly JudgedComponent[] = [
  judgedEtcd,
  judgedKubeApiserver,
  judgedKubeControllerManager,
  judgedKubeScheduler,
  judgedKubelet,
  judgedKubeProxy,
];
