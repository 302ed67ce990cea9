import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { Status } from '../../src/model/finding.ts';
import { type Plan, PlanSchema } from '../../src/model/plan.ts';
import type { ConfigSource, NoSource } from '../../src/remediate/daemon-set/find.ts';
import { sha256 } from '../../src/remediate/plan-hash.ts';
import type { CaseFile } from './case-file.ts';
import { benchmarkFor, factsOf, judgeFacts } from './judge-case.ts';
import { CasePki, plantCase } from './plant-case.ts';
import { planFor } from './repair-case.ts';

const pki = new CasePki();
const RULE = 'kube-proxy-metrics-bind-address';
const FILE = '/var/lib/kube-proxy/config.conf';
const HEAD = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';
const WEAK = `${HEAD}# For Prometheus.\nmetricsBindAddress: 0.0.0.0:10249 # all\nmode: ""\n`;
const GOOD = WEAK.replace('0.0.0.0:10249', '127.0.0.1:10249');

interface Asked {
  text?: string;
  argv?: readonly string[];
  source?: Partial<ConfigSource> | NoSource;
  /** What the report says, where that is not what the facts say. */
  status?: Status;
  changedAfterStart?: true;
  consented?: readonly string[];
}

async function planned(asked: Asked = {}): Promise<Plan> {
  const { text = WEAK, argv = [`--config=${FILE}`], source = {}, status, consented } = asked;
  const given: CaseFile['given'] = {
    'kube-proxy': { argv: [...argv] },
    files: { [FILE]: text },
    ...(asked.changedAfterStart === true ? { changed: [FILE] } : {}),
  };
  const root = await plantCase(given, pki);
  const snapshot = await factsOf(root, given);
  const benchmark = benchmarkFor(RULE, undefined);
  const judged = judgeFacts(snapshot, benchmark, { rules: [RULE] });
  const findings = judged.findings.map((one) => ({ ...one, status: status ?? one.status }));
  const found: ConfigSource = {
    ...{ configMap: 'kube-proxy', key: 'config.conf', uid: 'u', text, file: FILE },
    ...{ daemonSet: 'kube-proxy', pod: 'kube-proxy-x', nodes: 3, pullsImage: false },
  };
  return planFor(root, snapshot, benchmark, { ...judged, findings }, consented ?? [RULE], () =>
    'why' in source ? source : { ...found, ...source },
  );
}

describe('a kube-proxy of a DaemonSet', () => {
  it('is repaired by its ConfigMap, comments and order kept, and its Pod here', async () => {
    const plan = await planned();

    expect([...Value.Errors(PlanSchema, plan)]).toEqual([]);
    expect(plan).toMatchObject({
      notPlanned: [],
      changes: [
        {
          class: 'kube-proxy',
          level: 'consent',
          edits: [],
          source: {
            ...{ configMap: 'kube-proxy', key: 'config.conf', uid: 'u', daemonSet: 'kube-proxy' },
            ...{ before: sha256(WEAK), after: sha256(GOOD), file: FILE },
          },
          durable: [{ where: 'DaemonSet kube-system/kube-proxy', change: expect.stringContaining('(2)') }],
        },
      ],
    });
    expect(plan.changes[0]?.source?.diff).toContain('+metricsBindAddress: 127.0.0.1:10249 # all');
  });

  it('has nothing pending where it is the only one', async () => {
    expect((await planned({ source: { nodes: 1 } })).changes[0]?.durable).toEqual([]);
  });

  it('says whose registry it cannot start without', async () => {
    const [change] = (await planned({ source: { pullsImage: true } })).changes;

    expect(change?.affects.join()).toContain('asks it at each start');
  });

  it('needs consent', async () => {
    expect(await planned({ consented: [] })).toMatchObject({
      changes: [],
      notPlanned: [{ kind: 'consent' }],
    });
  });

  it('is only replaced where its file was repaired after its start', async () => {
    const plan = await planned({ text: GOOD, status: 'conflict', changedAfterStart: true });

    expect(plan.changes).toMatchObject([
      { source: { before: sha256(GOOD), after: sha256(GOOD), operations: [], diff: '' }, durable: [] },
    ]);
  });

  it('is left to a person where what it reads and what it does differ for another reason', async () => {
    const plan = await planned({ text: GOOD, status: 'conflict' });

    expect(plan).toMatchObject({ changes: [], notPlanned: [{ kind: 'prerequisite' }] });
  });

  it.each<[string, Asked, object]>([
    [
      'no text of the cluster was found',
      { source: { kind: 'explain', why: 'it runs in no Pod' } },
      { kind: 'explain', reason: 'It runs in no Pod.', byHand: expect.stringContaining(FILE) },
    ],
    [
      'its flags count',
      { argv: ['--metrics-bind-address=0.0.0.0'] },
      { kind: 'explain', byHand: expect.stringContaining('--metrics-bind-address=127.0.0.1:10249') },
    ],
    [
      'the text is no YAML that is edited',
      { source: { text: `${WEAK}metricsBindAddress: ""\n` } },
      { kind: 'refused', reason: expect.stringContaining('strict YAML') },
    ],
  ])('is left alone where %s', async (_, asked, left) => {
    expect(await planned(asked)).toMatchObject({ changes: [], notPlanned: [left] });
  });
});
