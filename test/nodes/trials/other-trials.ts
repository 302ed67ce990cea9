import { type ArgvTrial, set, without } from './trial.ts';

export const CONTROLLER_MANAGER_TRIALS: readonly ArgvTrial[] = [
  { rule: 'terminated-pod-gc-threshold', what: 'off', change: set('terminated-pod-gc-threshold', '0') },
  { rule: 'profiling', what: 'left to its default', change: without('profiling') },
  {
    rule: 'use-service-account-credentials',
    what: 'switched off',
    change: set('use-service-account-credentials', 'F'),
  },
  {
    rule: 'service-account-private-key-file',
    what: 'left out',
    change: without('service-account-private-key-file'),
  },
  { rule: 'root-ca-file', what: 'left out', change: without('root-ca-file') },
  { rule: 'bind-address', what: 'every address', change: set('bind-address', '0.0.0.0') },
  { rule: 'bind-address', what: 'left to its default', change: without('bind-address') },
].map((trial) => ({ ...trial, rule: `kube-controller-manager-${trial.rule}` }));

export const SCHEDULER_TRIALS: readonly ArgvTrial[] = [
  { rule: 'profiling', what: 'left to its default', change: without('profiling') },
  { rule: 'bind-address', what: 'every address', change: set('bind-address', '0.0.0.0') },
  { rule: 'bind-address', what: 'left to its default', change: without('bind-address') },
].map((trial) => ({ ...trial, rule: `kube-scheduler-${trial.rule}` }));
