import { parseArgs } from 'node:util';
import { runApiServer } from './kube-apiserver/run-api-server.ts';
import { controllerManagerSubject } from './kube-controller-manager/subject.ts';
import { proxySubject } from './kube-proxy/subject.ts';
import { schedulerSubject } from './kube-scheduler/subject.ts';
import { runKubelet } from './kubelet/run-kubelet.ts';
import { runSubject } from './kubernetes/run-subject.ts';
import { runEtcd } from './run-etcd.ts';
import type { RunOptions } from './run-options.ts';

/** A component's campaign: prints what it saw and returns how many draws disagree. */
interface Campaign {
  versions: string;
  run(options: RunOptions): Promise<number>;
}

const KUBERNETES = '1.34.1,1.31.0';

const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  etcd: { versions: '3.5.21,3.6.5', run: runEtcd },
  'kube-apiserver': { versions: KUBERNETES, run: runApiServer },
  'kube-controller-manager': {
    versions: KUBERNETES,
    run: (options) => runSubject(controllerManagerSubject, options),
  },
  'kube-scheduler': { versions: KUBERNETES, run: (options) => runSubject(schedulerSubject, options) },
  'kube-proxy': { versions: KUBERNETES, run: (options) => runSubject(proxySubject, options) },
  kubelet: { versions: KUBERNETES, run: runKubelet },
};

const { values } = parseArgs({
  options: {
    component: { type: 'string', default: 'etcd' },
    runs: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    versions: { type: 'string' },
  },
});

const campaign = CAMPAIGNS[values.component];
if (campaign === undefined) throw new Error(`--component: one of ${Object.keys(CAMPAIGNS).join(', ')}`);
const indices =
  values.only === undefined
    ? Array.from({ length: Number(values.runs) }, (_, index) => index)
    : [Number(values.only)];
const failed = await campaign.run({
  seed: Number(values.seed),
  indices,
  versions: (values.versions ?? campaign.versions).split(','),
});
process.exitCode = failed > 0 ? 1 : 0;
