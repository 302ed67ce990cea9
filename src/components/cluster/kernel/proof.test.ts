import { describe, expect, it } from 'vitest';
import { withCluster } from '../../../cli/rules/cases/with-cluster.ts';
import { KERNEL_PROOFS, type KernelProperty } from '../../../model/kernel-proofs.ts';
import type { Observation } from '../../../model/observation.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { Parameters } from '../../subject.ts';
import { compareKernel } from './proof.ts';

const ID = 'ab'.repeat(32);
const ALL = '000001ffffffffff';
const DEFAULT = '00000000a80425fb';
const NET_RAW = '0000000000002000';
const NONE = '0000000000000000';

/** What the kernel shows of a container that is hardened in every way. */
const STRICT = {
  ...{ user: 1000, capabilities: NONE, nodeCapabilities: ALL, noNewPrivileges: true, seccomp: 2 },
  ...{ hostPID: false, hostIPC: false, hostNetwork: false, readOnlyRoot: true },
};
/** And of one that may do everything. */
const LAX = {
  ...{ user: 0, capabilities: ALL, nodeCapabilities: ALL, noNewPrivileges: false, seccomp: 0 },
  ...{ hostPID: true, hostIPC: true, hostNetwork: true, readOnlyRoot: false },
};
const HARD = {
  ...{ runAsUser: 1000, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
  ...{ droppedCapabilities: ['ALL'], seccomp: 'RuntimeDefault' },
};
const SOFT = { privileged: true, addedCapabilities: ['SYS_ADMIN'] };

function observed(seen: object, id = ID): Observation {
  return {
    ...{ pid: 7, component: 'cluster', method: 'PROC', address: '', tls: null, request: 'read' },
    ...{ answer: { kind: 'read' }, leaf: null, members: null, version: null, at: '2026-11-27T00:00:00Z' },
    seen: { container: id, ...seen },
  };
}

const VARIANT = { spec: 0, template: true, pods: 1, ended: 0, withToken: 0 };
const POD = { name: 'web-1', spec: 0, containers: [{ name: 'c0', id: ID }] };
const WEB = { namespace: 'shop', name: 'web', variants: [VARIANT], here: [POD] };

interface Given {
  property: KernelProperty;
  spec?: object;
  container?: object;
  workloads?: readonly object[];
  podSpecs?: readonly object[];
  observations?: readonly Observation[];
  parameters?: Parameters;
}

function compare(given: Given): [outcome: string, observed: string] {
  const {
    property,
    spec = {},
    container = {},
    workloads = [WEB],
    observations = [],
    parameters = {},
  } = given;
  const { podSpecs = [{ ...spec, containers: [container] }] } = given;
  const facts = { node: { name: 'node-1' }, processes: [], observations };
  const snapshot = withCluster(facts as unknown as Snapshot, { podSpecs, workloads });
  const proof = compareKernel(`cluster-kernel-${property}`, snapshot, parameters);
  return [proof.outcome, proof.observed];
}

const PROPERTIES = [...KERNEL_PROOFS.values()];
/** Fields of a Pod that has no namespace of its own. */
const SHARED = { hostPID: true, hostIPC: true, hostNetwork: true };

describe.each(PROPERTIES)('%s', (property) => {
  it('is confirmed where spec and kernel are strict', () => {
    const observations = [observed(STRICT)];

    expect(compare({ property, container: HARD, observations })).toEqual([
      'confirmed',
      expect.stringMatching(/^The container c0 of Pod shop\/web-1 \(pid 7\) /),
    ]);
  });

  it('is contradicted where the kernel is laxer', () => {
    expect(compare({ property, container: HARD, observations: [observed(LAX)] })).toEqual([
      'contradicted',
      expect.stringMatching(/, which is not what its Pod says\.$/),
    ]);
  });

  it('is open where the kernel is stricter', () => {
    const given = { property, spec: SHARED, container: SOFT, observations: [observed(STRICT)] };

    expect(compare(given)[0]).toBe('inconclusive');
  });

  it('is open where the kernel shows nothing', () => {
    expect(compare({ property, container: HARD, observations: [observed({})] })).toEqual([
      'inconclusive',
      expect.stringMatching(/^Of the container c0 .* nothing is told: it/),
    ]);
  });
});

describe.each(PROPERTIES.filter((one) => one !== 'added-capabilities'))('%s', (property) => {
  it('is confirmed where spec and kernel are lax', () => {
    const given = { property, spec: SHARED, container: SOFT, observations: [observed(LAX)] };

    expect(compare(given)).toEqual([
      'confirmed',
      expect.stringMatching(/^The container c0 of Pod shop\/web-1 \(pid 7\) (?:has|is|runs)/),
    ]);
  });
});

describe('capabilities', () => {
  it.each<[string, KernelProperty, object, string, string]>([
    [
      'one that is added and held',
      'added-capabilities',
      { addedCapabilities: ['SYS_ADMIN'] },
      '00000000a82425fb',
      'confirmed',
    ],
    [
      'one that all have anyway',
      'added-capabilities',
      { addedCapabilities: ['CHOWN'] },
      DEFAULT,
      'inconclusive',
    ],
    ['beyond the usual, added by nobody', 'added-capabilities', {}, '00000000a82425fb', 'inconclusive'],
    ['the usual, and none is added', 'added-capabilities', {}, DEFAULT, 'confirmed'],
    [
      'the usual, though all are dropped',
      'added-capabilities',
      { droppedCapabilities: ['ALL'] },
      DEFAULT,
      'contradicted',
    ],
    [
      'one that is allowed',
      'added-capabilities',
      { droppedCapabilities: ['ALL'], addedCapabilities: ['NET_RAW'] },
      NET_RAW,
      'confirmed',
    ],
    ['those of a privileged one', 'added-capabilities', { privileged: true }, ALL, 'inconclusive'],
    [
      'those of one that drops all',
      'added-capabilities',
      { privileged: true, droppedCapabilities: ['ALL'] },
      ALL,
      'inconclusive',
    ],
    [
      'what is added beside ALL that is dropped',
      'kept-capabilities',
      { droppedCapabilities: ['all'], addedCapabilities: ['CAP_NET_RAW'] },
      NET_RAW,
      'confirmed',
    ],
    [
      'ALL added and ALL dropped',
      'kept-capabilities',
      { droppedCapabilities: ['ALL'], addedCapabilities: ['ALL'] },
      ALL,
      'inconclusive',
    ],
    ['the usual, and none is dropped', 'kept-capabilities', {}, DEFAULT, 'confirmed'],
    ['NET_RAW that is kept', 'raw-sockets', {}, DEFAULT, 'confirmed'],
    [
      'NET_RAW that is dropped',
      'raw-sockets',
      { droppedCapabilities: ['NET_RAW'] },
      '00000000a80405fb',
      'confirmed',
    ],
    [
      'all, by ALL that is added',
      'privileged-containers',
      { addedCapabilities: ['ALL'] },
      ALL,
      'inconclusive',
    ],
    [
      'a number without a name',
      'kept-capabilities',
      { droppedCapabilities: ['ALL'] },
      '0001000000000000',
      'contradicted',
    ],
  ])('%s', (_name, property, container, capabilities, expected) => {
    const observations = [observed({ ...STRICT, capabilities })];
    const parameters = { 'allowed-capabilities': ['NET_RAW'] };

    expect(compare({ property, container, observations, parameters })[0]).toBe(expected);
  });
});

describe('a workload', () => {
  const property = 'privilege-escalation';
  const observations = [observed(STRICT)];
  const compared = (workloads: readonly object[], more: Partial<Given> = {}) =>
    compare({ property, container: HARD, observations, workloads, ...more });

  it.each<[string, object, RegExp]>([
    [
      'has Pods on other nodes',
      { variants: [{ ...VARIANT, pods: 3, ended: 1 }] },
      /1 of 2 Pods of Deployment shop\/web run here\.$/,
    ],
    [
      'has Pods of another spec than its template',
      {
        variants: [
          { ...VARIANT, pods: 0 },
          { ...VARIANT, template: false },
        ],
      },
      /No Pod runs with the template of Deployment shop\/web as it is\.$/,
    ],
    ['has too many specs to be kept', { notKept: 2 }, /1 of 3 Pods of Deployment shop\/web run here\.$/],
    [
      'has a container that does not run',
      { here: [POD, { ...POD, name: 'web-2', containers: [] }], variants: [{ ...VARIANT, pods: 2 }] },
      /Of the container c0 of Pod shop\/web-2 nothing is told: no process of it was found\.$/,
    ],
  ])('is open where it %s', (_name, more, expected) => {
    expect(compared([{ ...WEB, ...more }])).toEqual(['inconclusive', expect.stringMatching(expected)]);
  });

  it.each<[string, object, RegExp]>([
    ['runs elsewhere', { variants: [VARIANT] }, /Deployment shop\/other does not run here\.$/],
    [
      'does not run',
      { kind: 'CronJob', variants: [{ ...VARIANT, pods: 0 }] },
      /No Pod of CronJob shop\/other runs now\.$/,
    ],
  ])('is open where another one %s', (_name, more, expected) => {
    const other = { namespace: 'shop', name: 'other', ...more };

    expect(compared([WEB, other])).toEqual(['inconclusive', expect.stringMatching(expected)]);
    expect(compared([WEB, other])[1]).toMatch(/^The kernel shows of 1 container what the Pods say\. /);
    expect(compared([other])).toEqual([
      'not-attempted',
      expect.stringMatching(/^No container that this rule/),
    ]);
  });

  it('of an exempt namespace needs no proof', () => {
    const other = { namespace: 'kube-system', name: 'other', variants: [VARIANT] };
    const parameters = { 'system-namespaces': ['kube-system'] };

    expect(compared([WEB, other], { parameters })[0]).toBe('confirmed');
  });

  it('that has ended needs none either', () => {
    const other = { namespace: 'shop', name: 'other', variants: [{ ...VARIANT, template: false, ended: 1 }] };

    expect(compared([WEB, other])[0]).toBe('confirmed');
  });

  it('whose defect was in a container that ran before the others is not proved to have it', () => {
    const podSpecs = [
      {
        containers: [
          { name: 'before', role: 'init' },
          { ...HARD, name: 'c0' },
        ],
      },
    ];

    expect(compared([WEB], { podSpecs })).toEqual([
      'inconclusive',
      expect.stringMatching(/What is wrong with Deployment shop\/web was not seen to run\.$/),
    ]);
  });

  it('is its sidecars, and an ephemeral container while it runs', () => {
    const podSpecs = [
      {
        containers: [
          { ...HARD, name: 'side', role: 'sidecar' },
          { ...HARD, name: 'debug', role: 'ephemeral' },
        ],
      },
    ];
    const here = [{ ...POD, containers: [{ name: 'side', id: ID }] }];
    const withDebug = [{ ...POD, containers: [...(here[0]?.containers ?? []), { name: 'debug', id: 'cd' }] }];

    expect(compared([{ ...WEB, here }], { podSpecs })[0]).toBe('confirmed');
    expect(compared([{ ...WEB, here: withDebug }], { podSpecs })[0]).toBe('inconclusive');
  });

  it('of a RuntimeClass shows nothing of its kernel', () => {
    expect(compared([WEB], { spec: { runtimeClass: 'gvisor' } })).toEqual([
      'inconclusive',
      expect.stringContaining('RuntimeClass gvisor'),
    ]);
  });

  it('is told of with five others at most', () => {
    const here = Array.from({ length: 8 }, (_, index) => ({ ...POD, name: `web-${index}` }));
    const many = { ...WEB, variants: [{ ...VARIANT, pods: 8 }], here };

    expect(compared([many], { observations: [observed(LAX)] })[1]).toMatch(/web-4 .* And 3 more\.$/);
    expect(compared([many])[1]).toMatch(
      /^The kernel shows of all 8 containers what their Pods say, such as: The/,
    );
  });
});

describe('security contexts', () => {
  const property = 'security-contexts';

  it('are confirmed to lack what they lack', () => {
    const container = { ...HARD, readOnlyRootFilesystem: false };

    expect(
      compare({ property, container, observations: [observed({ ...STRICT, readOnlyRoot: false })] }),
    ).toEqual([
      'confirmed',
      'The container c0 of Pod shop/web-1 (pid 7) has a root file system that is writable.',
    ]);
  });

  it('are contradicted by any field of which the kernel shows less', () => {
    const container = { ...HARD, readOnlyRootFilesystem: false };
    const observations = [observed({ ...STRICT, readOnlyRoot: false, seccomp: 0, noNewPrivileges: false })];

    expect(compare({ property, container, observations })).toEqual([
      'contradicted',
      'The container c0 of Pod shop/web-1 (pid 7) has NoNewPrivs 0 and has Seccomp 0, no filter, which is not what its Pod says.',
    ]);
  });
});

describe('nothing is told', () => {
  it('without facts of a cluster, or where the kernel could not be asked', () => {
    const answer = {
      kind: 'not-attempted',
      reason: 'no process of a container can be seen from here',
    } as const;
    const refused = { ...observed({}), answer };
    const property = 'raw-sockets';

    expect(compare({ property, observations: [refused] })).toEqual([
      'not-attempted',
      'No probe was sent: no process of a container can be seen from here.',
    ]);
    expect(compare({ property })[0]).toBe('not-attempted');
    const absent = { cluster: { state: 'absent', reason: '' }, observations: [] } as unknown as Snapshot;
    expect(compareKernel(`cluster-kernel-${property}`, absent, {}).outcome).toBe('not-attempted');
  });

  it('by what a snapshot has written otherwise than it should', () => {
    const observations = [observed({ ...STRICT, capabilities: '0x2000; rm' })];

    expect(compare({ property: 'raw-sockets', container: HARD, observations })[0]).toBe('inconclusive');
  });
});
