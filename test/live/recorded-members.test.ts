import { describe, expect, test } from 'vitest';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import type { ProcessFacts } from '../../src/model/snapshot.ts';
import { findingOf, judge, type Outcomes, outcomes, SOUND } from './support/judge.ts';
import { conforming } from './support/schemas.ts';

const FILE = new URL('../captures/recorded/etcd-three-members.json', import.meta.url);

/** As test/captures/recorded/README.md tells. */
const MEMBERS: readonly { name: string; expected: Outcomes }[] = [
  {
    name: 'm1',
    expected: {
      '2.4': 'fail, confirmed, letter pass',
      '2.5': 'fail, confirmed, letter pass',
      '2.7': 'fail, not-attempted, letter pass',
    },
  },
  {
    name: 'm2',
    expected: {
      '2.1': 'fail, confirmed, letter pass',
      '2.2': 'fail, confirmed',
      '2.7': 'fail, not-attempted',
    },
  },
  {
    name: 'm3',
    expected: {
      '2.2': 'conflict, contradicted',
      '2.7': 'unknown, not-attempted',
    },
  },
];

describe('three recorded members of etcd', () => {
  test.each(MEMBERS)('$name has the verdicts that its page names', async ({ name, expected }) => {
    const snapshot = conforming('snapshot', await readSnapshot(FILE.pathname));
    const pid = pidOf(snapshot.processes, name);

    const report = judge(snapshot);

    expect(outcomes(report, pid)).toEqual({ ...SOUND, ...expected });
    expect(findingOf(report, pid, '2.5').target).toMatchObject({ name, version: '3.6.5', node: 'cp-1' });
  });

  test('are on a kubeadm node', async () => {
    const { node } = judge(await readSnapshot(FILE.pathname));

    expect(node).toMatchObject({
      name: 'cp-1',
      kubernetes: 'v1.34.1',
      distribution: 'kubeadm',
      roles: ['control-plane', 'etcd'],
    });
  });
});

function pidOf(processes: readonly ProcessFacts[], name: string): number {
  const found = processes.find(({ argv }) => argv.state === 'present' && isNamed(argv.value, name));
  if (found === undefined) throw new Error(`no member ${name}`);
  return found.pid;
}

/** By its own flag or the name of its file; `initial-cluster` names all three. */
function isNamed(argv: readonly string[], name: string): boolean {
  return argv.includes(`--name=${name}`) || argv.includes(`--config-file=/etc/etcd/${name}.yaml`);
}
