import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NodeFile } from '../model/node-files.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { openAsOthers } from './open-as.ts';

const isRoot = process.geteuid?.() === 0;
const ADMIN = 'files-closed-admin-kubeconfig';
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-open-as-'));
  chmodSync(directory, 0o755);
});

afterAll(() => rmSync(directory, { recursive: true }));

/** A file, and a fact about it that says it is its owner's alone. */
function claimed(name: string, mode: number, [uid, gid] = [0, 0]): NodeFile {
  const path = join(directory, name);
  writeFileSync(path, 'x');
  if (isRoot) chownSync(path, uid, gid);
  chmodSync(path, mode);
  return factOn(path, uid, gid);
}

function factOn(path: string, uid = 0, gid = 0): NodeFile {
  const value = { type: 'file', mode: 0o600, uid, gid, leadsTo: null, closedBy: null } as const;
  return {
    ...{ group: 'admin-kubeconfig', path, because: 'x', named: false },
    attributes: { state: 'present', origin: { kind: 'filesystem', path }, value },
  };
}

function tried(files: NodeFile[], wanted: ReadonlySet<string> | null = null) {
  const snapshot = {
    nodeFiles: { files, without: [], users: {}, groups: {} },
    processes: [],
    observations: [],
  };
  return openAsOthers(snapshot as unknown as Snapshot, () => new Date(0), wanted);
}

it('tells what others can open, and is itself again afterwards', () => {
  const before = [process.geteuid?.(), process.getegid?.(), process.getgroups?.()];
  const files = {
    closed: claimed('closed', 0o600),
    world: claimed('world', 0o604),
    group: claimed('group', 0o640, [0, 4_242]),
    nobodys: claimed('nobodys', 0o600, [65_534, 65_534]),
    gone: factOn(join(directory, 'gone')),
  };
  const [observation, ...more] = tried(Object.values(files));

  expect(more).toEqual([]);
  expect([process.geteuid?.(), process.getegid?.(), process.getgroups?.()]).toEqual(before);
  expect(readFileSync(files.closed.path, 'utf8')).toBe('x');
  if (isRoot) {
    expect(observation?.answer).toEqual({ kind: 'read' });
    expect(observation?.seen).toEqual({
      refused: [files.closed.path],
      opened: [files.world.path, files.group.path],
    });
  } else {
    expect(observation?.answer).toEqual({
      kind: 'not-attempted',
      reason: 'only root can open files as somebody else (CAP_SETUID)',
    });
  }
});

it('tries nothing where no proof is wanted that needs it', () => {
  const file = claimed('unwanted', 0o600);

  expect(tried([file], new Set())).toEqual([]);
  expect(tried([file], new Set([ADMIN]))).toHaveLength(1);
  expect(tried([])).toEqual([]);
});

it('tries nothing where the process would keep the rights of root', () => {
  const file = claimed('kept', 0o600);
  const snapshot = { nodeFiles: { files: [file], without: [], users: {}, groups: {} }, processes: [] };
  const script = `import { openAsOthers } from ${JSON.stringify(import.meta.resolve('./open-as.ts'))};
    console.log(JSON.stringify(openAsOthers(${JSON.stringify(snapshot)}, () => new Date(0), null)));`;
  const node = [process.execPath, '--input-type=module', '--eval', script];
  const [command = '', ...words] = isRoot ? ['setpriv', '--securebits', '+no_setuid_fixup', ...node] : node;

  const [observation] = JSON.parse(execFileSync(command, words, { encoding: 'utf8' }));

  expect(observation.answer).toEqual({
    kind: 'not-attempted',
    reason: isRoot
      ? 'the process keeps its capabilities under another account (secure bits)'
      : 'only root can open files as somebody else (CAP_SETUID)',
  });
});
