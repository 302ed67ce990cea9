import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../src/cli/demo/cluster-ports.ts';
import type { Finding } from '../../../src/model/finding.ts';
import {
  type ChangeArgv,
  type ControlPlane,
  type ControlPlaneComponent,
  startControlPlane,
} from '../control-plane.ts';
import { contradictions, findingsOf, proofOf } from '../control-plane-findings.ts';
import { type Running, start } from '../process.ts';
import { DEFAULT_KUBERNETES, KUBERNETES_VERSIONS, type KubernetesVersion } from '../programs/kubernetes.ts';
import { until } from '../until.ts';
import { API_SERVER_TRIALS } from './api-server-trials.ts';
import {
  hardenedApiServer,
  hardenedControllerManager,
  hardenedScheduler,
  plainEtcdUrlFile,
} from './hardened.ts';
import { CONTROLLER_MANAGER_TRIALS, SCHEDULER_TRIALS } from './other-trials.ts';
import type { ArgvTrial } from './trial.ts';

/** The API server last: the others end when they lose it for long. */
const TRIALS: readonly { component: ControlPlaneComponent; trials: readonly ArgvTrial[] }[] = [
  { component: 'kube-controller-manager', trials: CONTROLLER_MANAGER_TRIALS },
  { component: 'kube-scheduler', trials: SCHEDULER_TRIALS },
  { component: 'kube-apiserver', trials: API_SERVER_TRIALS },
];

const BOTH = ['confirmed', 'confirmed'];
/** Rules whose proof decides on both sides, whatever of these components is broken. */
const PROVED = new Set([
  ...['profiling', 'terminated-pod-gc-threshold', 'use-service-account-credentials', 'bind-address'].map(
    (name) => `kube-controller-manager-${name}`,
  ),
  ...['service-account-private-key-file', 'root-ca-file'].map((name) => `kube-controller-manager-${name}`),
  ...['profiling', 'bind-address'].map((name) => `kube-scheduler-${name}`),
  ...['anonymous-auth', 'profiling', 'tls-ciphers'].map((name) => `kube-apiserver-${name}`),
  ...['eventratelimit', 'alwaysadmit', 'alwayspullimages', 'denyserviceexternalips'].map(
    (name) => `kube-apiserver-admission-${name}`,
  ),
  ...['noderestriction', 'serviceaccount', 'namespacelifecycle'].map(
    (name) => `kube-apiserver-admission-${name}`,
  ),
]);

/** For some moments a component that is healthy may not know yet who is allowed to ask it. */
async function settledFindings(
  controlPlane: ControlPlane,
  component: ControlPlaneComponent,
  rule: string,
): Promise<Finding[]> {
  if (!PROVED.has(rule)) return findingsOf(controlPlane, component);
  return until(`${component} answers what proves ${rule}`, 15_000, async () => {
    const findings = await findingsOf(controlPlane, component);
    return proofOf(findings, rule) === 'inconclusive' ? null : findings;
  });
}

/** Findings with changed words; whatever happens, it then runs with its own again. */
async function whileChanged(
  controlPlane: ControlPlane,
  component: ControlPlaneComponent,
  change: ChangeArgv,
  rule: string,
): Promise<Finding[]> {
  const sound = controlPlane.component(component).argv;
  try {
    await controlPlane.restart(component, change);
    return await settledFindings(controlPlane, component, rule);
  } finally {
    await controlPlane.restart(component, () => [...sound]);
  }
}

/** A single member without TLS; its URL is written where trials look for it. */
async function startPlainEtcd({ programs, directory }: ControlPlane): Promise<Running> {
  const [client = 0, peer = 0] = await freePorts(2);
  const url = `http://127.0.0.1:${client}`;
  const at = join(directory, 'plain-etcd');
  const argv = [
    `--data-dir=${at}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
  ];
  const running = await start({ binary: programs.etcd, argv, cwd: directory });
  writeFileSync(plainEtcdUrlFile(directory), url);
  return running;
}

function statusOf(findings: readonly Finding[], rule: string): string {
  const found = findings.find((one) => one.rule === rule);
  return found === undefined ? 'no finding' : found.status;
}

describe.each(Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[])(
  'a hardened control plane of %s',
  (version) => {
    let controlPlane: ControlPlane;
    let plain: Running;

    beforeAll(async () => {
      controlPlane = await startControlPlane({
        version,
        change: {
          'kube-apiserver': hardenedApiServer,
          'kube-controller-manager': hardenedControllerManager,
          'kube-scheduler': hardenedScheduler,
        },
      });
      plain = await startPlainEtcd(controlPlane);
    });

    afterAll(async () => {
      await plain?.stop(0);
      await controlPlane?.stop();
    });

    describe.each(TRIALS)('$component', ({ component, trials }) => {
      it('meets every rule', async () => {
        const findings = await findingsOf(controlPlane, component);

        expect(findings.length).toBeGreaterThan(1);
        expect(
          findings.filter(({ status }) => status !== 'pass').map(({ rule, reason }) => `${rule}: ${reason}`),
        ).toEqual([]);
      });

      // Hundreds of restarts of API servers take long; those of the older version are left to its oracle.
      const known = component === 'kube-apiserver' && version !== DEFAULT_KUBERNETES ? [] : trials;

      it.each(known.map((trial) => [trial.rule, trial.what, trial] as const))(
        '%s: %s, and back',
        async (rule, _what, { change, becomes = 'fail' }) => {
          const broken = await whileChanged(controlPlane, component, change, rule);
          const mended = await settledFindings(controlPlane, component, rule);

          expect([statusOf(broken, rule), statusOf(mended, rule)]).toEqual([becomes, 'pass']);
          expect([...contradictions(broken), ...contradictions(mended)]).toEqual([]);
          if (PROVED.has(rule)) expect([proofOf(broken, rule), proofOf(mended, rule)]).toEqual(BOTH);
        },
      );
    });
  },
);
