import { describe, expect, it } from 'vitest';
import { FILE_PROOFS } from '../../model/file-proofs.ts';
import type { NodeFile, NodeFileAttributes } from '../../model/node-files.ts';
import type { Observation } from '../../model/observation.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { closedFiles, compareFiles } from './proof.ts';
import { FILE_PROPERTIES } from './properties.ts';

const PROOF = 'files-closed-admin-kubeconfig';
const A = '/etc/kubernetes/admin.conf';
const B = '/etc/kubernetes/super-admin.conf';

function file(path: string, attributes: Partial<NodeFileAttributes> = {}): NodeFile {
  const value = {
    type: 'file',
    mode: 0o600,
    uid: 0,
    gid: 0,
    leadsTo: null,
    closedBy: null,
    ...attributes,
  } as const;
  const origin = { kind: 'filesystem', path } as const;
  return {
    ...{ group: 'admin-kubeconfig', path, because: 'x', named: false },
    attributes: { state: 'present', origin, value },
  };
}

function answer(seen: Record<string, string[]>, kind: Observation['answer'] = { kind: 'read' }): Observation {
  return {
    ...{
      pid: 0,
      component: 'files',
      method: 'OPENAS',
      address: '',
      tls: null,
      request: 'open',
      answer: kind,
    },
    ...{ leaf: null, members: null, version: null, seen, at: '2026-11-27T00:00:00.000Z' },
  };
}

function snapshotOf(files: NodeFile[], observations: Observation[] = []): Snapshot {
  return {
    nodeFiles: { files, without: [], users: {}, groups: {} },
    processes: [],
    observations,
  } as unknown as Snapshot;
}

function outcome(files: NodeFile[], observations: Observation[]): [string, string] {
  const { outcome, observed } = compareFiles(PROOF, snapshotOf(files, observations));
  return [outcome, observed];
}

describe('files that another account could not open', () => {
  it('are closed', () => {
    expect(outcome([file(A), file(B, { mode: 0o400 })], [answer({ refused: [A, B], opened: [] })])).toEqual([
      'confirmed',
      "An account with no rights, and one of the owner's group, could not open any of the 2 files.",
    ]);
  });

  it('are not, where one was opened', () => {
    expect(outcome([file(A), file(B)], [answer({ refused: [A], opened: [B] })])).toEqual([
      'contradicted',
      `Another account could open ${B}, which by its mode is its owner's alone.`,
    ]);
  });

  it.each<[string, Partial<NodeFileAttributes>, RegExp]>([
    ['the group may read', { mode: 0o640 }, /^By its mode 640 .* is not its owner's alone\.$/],
    ['all may write', { mode: 0o602 }, /^By its mode 602/],
    ['the owner may execute', { mode: 0o700 }, /^By its mode 700/],
    [
      'a directory above is closed',
      { closedBy: '/etc/kubernetes' },
      /^Whatever the mode .* keeps others out\.$/,
    ],
    ['it is a pipe', { type: 'fifo' }, /is a fifo/],
  ])('tell nothing of a file where %s', (_name, attributes, reason) => {
    const one = file(A, attributes);

    expect(closedFiles(snapshotOf([one]), [PROOF])).toEqual([]);
    expect(outcome([one], [answer({ refused: [A], opened: [] })])).toEqual([
      'inconclusive',
      expect.stringMatching(reason),
    ]);
  });

  it('tell nothing of one that is seen through its process', () => {
    expect(closedFiles(snapshotOf([file(`/proc/7/root${A}`)]), [PROOF])).toEqual([]);
  });

  it('tell nothing of one that was not tried', () => {
    expect(outcome([file(A)], [answer({ refused: [], opened: [] })])).toEqual([
      'inconclusive',
      `${A} was not opened by anybody else.`,
    ]);
  });

  it('are told of as not attempted, with the reason', () => {
    const refusal = answer({}, { kind: 'not-attempted', reason: 'only root can' });

    expect(outcome([file(A)], [refusal])).toEqual(['not-attempted', 'No probe was sent: only root can.']);
    expect(outcome([file(A)], [])).toEqual([
      'not-attempted',
      expect.stringMatching(/^Nobody else was made to open these files: .*CAP_SETUID/),
    ]);
  });
});

it('every proof is about files that rules know', () => {
  expect([...FILE_PROOFS.values()].filter((property) => FILE_PROPERTIES[property] === undefined)).toEqual([]);
});
