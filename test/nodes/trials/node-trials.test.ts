import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/finding.ts';
import { type Node, upNode } from '../node.ts';
import { byRule, scan } from '../scan.ts';
import { CLUSTER_TRIALS } from './node-cluster.ts';
import { FILE_TRIALS } from './node-files.ts';
import { harden } from './node-hardened.ts';
import { KUBELET_TRIALS, WORKER_TRIALS } from './node-kubelet.ts';
import { PROXY_TRIALS } from './node-proxy.ts';
import type { NodeTrial } from './node-trial.ts';

type Verdicts = Readonly<Record<string, string>>;

/** Rules whose proof follows whatever is broken: it confirms what is in force, on both sides. */
const PROVED = [
  ...['anonymous-auth', 'authz-mode', 'client-ca', 'read-only-port', 'streaming-idle-timeout', 'event-qps'],
  ...['iptables-util-chains', 'rotate-certs', 'rotate-server-cert', 'server-tls-bootstrap', 'tls-cert'],
  ...['tls-ciphers', 'pod-pids-limit', 'seccomp-default', 'protect-kernel-defaults'],
]
  .map((name) => `kubelet-${name}`)
  .concat(
    'kube-proxy-metrics-bind-address',
    ...['cluster-admin', 'secrets-read', 'create-pods', 'create-pv', 'nodes-proxy', 'csr-approval'].map(
      (name) => `cluster-rbac-${name}`,
    ),
    ...['webhook-config', 'sa-token-create', 'bind-impersonate-escalate'].map(
      (name) => `cluster-rbac-${name}`,
    ),
  );

/** Their words stay those of kubeadm: other trials are about them. */
const OF_CONTROL_PLANE = /^(?:kube-apiserver|kube-controller-manager|kube-scheduler|etcd)-/;
/** What a cluster of this machine lacks, and what only a person can say. */
const LEFT: Verdicts = {
  'cluster-authn-no-client-cert-users': 'manual',
  'cluster-authn-no-sa-token-users': 'manual',
  'cluster-net-cni-supports-policy': 'fail',
  'cluster-secrets-external-store': 'manual',
  'cluster-admission-image-provenance': 'fail',
  'cluster-general-namespaces': 'manual',
};
/** Trials that need no answer from the API are judged without asking it. */
const ALONE = ['--no-cluster'];
const WITH_CLUSTER: readonly string[] = [];

let node: Node;

beforeAll(async () => {
  node = await upNode();
});

afterAll(async () => {
  await node?.down();
});

describe('a worker', () => {
  let worker: Node;

  beforeAll(async () => {
    worker = await upNode({ join: node });
  });

  afterAll(async () => {
    await worker?.down();
    // Its Pods would hold up the DaemonSet's others.
    const ofWorker = `--field-selector=spec.nodeName=${worker.hostname}`;
    await node.must(['kubectl', 'delete', 'node', worker.hostname]);
    await node.must(['kubectl', 'delete', 'pods', '--namespace=kube-system', '--force', ofWorker]);
  });

  tried({ about: 'kubelet', on: () => worker, words: ALONE, trials: WORKER_TRIALS });
});

describe('a hardened node', () => {
  beforeAll(async () => {
    await harden(node);
  });

  it('meets every rule on its files, its kubelet, its proxy and its cluster', async () => {
    const verdicts = Object.entries(await verdictsOf(node, WITH_CLUSTER));

    const open = verdicts.filter(
      ([rule, verdict]) => !OF_CONTROL_PLANE.test(rule) && !verdict.startsWith('pass'),
    );

    expect(Object.fromEntries(open)).toEqual(LEFT);
  });

  tried({ about: 'files', on: () => node, words: ALONE, trials: FILE_TRIALS });
  tried({ about: 'kubelet', on: () => node, words: ALONE, trials: KUBELET_TRIALS });
  tried({ about: 'kube-proxy', on: () => node, words: ALONE, trials: PROXY_TRIALS });
  tried({ about: 'cluster', on: () => node, words: WITH_CLUSTER, trials: CLUSTER_TRIALS });
});

async function reportOf(on: Node, words: readonly string[], benchmark?: string): Promise<Report> {
  return scan(on, [...words, ...(benchmark === undefined ? [] : ['--benchmark', benchmark])]);
}

async function verdictsOf(on: Node, words: readonly string[], benchmark?: string): Promise<Verdicts> {
  return byRule(await reportOf(on, words, benchmark));
}

function proofOf({ findings }: Report, rule: string): string | undefined {
  return findings.find((finding) => finding.rule === rule)?.proof.outcome;
}

function conflictsIn(verdicts: Verdicts): string[] {
  return Object.keys(verdicts).filter((rule) => verdicts[rule]?.startsWith('conflict') === true);
}

interface Tried {
  about: string;
  on: () => Node;
  words: readonly string[];
  trials: readonly NodeTrial[];
}

/** Tests that break one thing after the other and mend it. */
function tried({ about, on, words, trials }: Tried): void {
  describe(about, () => {
    const sound = new Map<string | undefined, Verdicts>();

    beforeAll(async () => {
      for (const benchmark of new Set(trials.map((trial) => trial.benchmark)))
        sound.set(benchmark, await verdictsOf(on(), words, benchmark));
    });

    it.each(trials.map((trial) => [trial.rule, trial.what, trial] as const))(
      '%s: %s, and back',
      async (rule, _what, { becomes = 'fail', benchmark, ...trial }) => {
        const mend = await trial.break(on());
        const whileBroken = await reportOf(on(), words, benchmark).finally(mend);
        const afterwards = await reportOf(on(), words, benchmark);
        const [broken, mended] = [byRule(whileBroken), byRule(afterwards)];

        expect(broken[rule]?.split(',')[0]).toBe(becomes);
        // What is asked must never contradict what is read of something that runs as it is configured.
        expect(conflictsIn(broken)).toEqual([]);
        if (PROVED.includes(rule))
          expect([proofOf(whileBroken, rule), proofOf(afterwards, rule)]).toEqual(['confirmed', 'confirmed']);
        expect(sound.get(benchmark)?.[rule]).not.toBe(broken[rule]);
        // Nothing else stays changed either.
        expect(mended).toEqual(sound.get(benchmark));
      },
    );
  });
}
