import { apiServerFlags } from '../../components/kube-apiserver/flags.ts';
import { controllerManagerFlags } from '../../components/kube-controller-manager/flags.ts';
import { proxyFlags } from '../../components/kube-proxy/flags.ts';
import { schedulerFlags } from '../../components/kube-scheduler/flags.ts';
import type { ComponentSources } from '../../report/explain/sources.ts';
import { etcdSources } from './etcd.ts';
import { kubeletSources } from './kubelet.ts';
import { flagSources } from './kubernetes.ts';

const NONE: ComponentSources = { precedence: '', settings: [] };

const SOURCES: Readonly<Record<string, () => ComponentSources>> = {
  etcd: etcdSources,
  kubelet: kubeletSources,
  'kube-apiserver': () =>
    flagSources(
      apiServerFlags,
      'Only flags count, and the files that flags name: a structured authentication or authorization file replaces the flags about the same.',
      {},
    ),
  'kube-controller-manager': () => flagSources(controllerManagerFlags, 'Only flags count.', {}),
  'kube-scheduler': () =>
    flagSources(
      schedulerFlags,
      'With `--config`, the file decides about profiling and the client connection, and the flags for those are void; serving, authentication and authorization stay with the flags.',
      { profiling: 'enableProfiling' },
    ),
  'kube-proxy': () =>
    flagSources(proxyFlags, 'With `--config`, the file decides and nearly every flag is void.', {
      'metrics-bind-address': 'metricsBindAddress',
      kubeconfig: 'clientConnection.kubeconfig',
      profiling: 'enableProfiling',
    }),
};

/** Where the settings of a component can come from, for its rule pages. */
export function sourcesOf(component: string): ComponentSources {
  return SOURCES[component]?.() ?? NONE;
}
