/**
 * Applies a plan on a disk in trouble, inside a mount namespace that ends with this process, and writes what came of
 * it as JSON. Arguments: what is wrong (a name of TROUBLES), and for a full disk how many pages are left.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubetrueError } from '../../src/model/errors.ts';
import { openOnes } from '../../src/remediate/transaction/history.ts';
import { makeState } from '../../src/remediate/transaction/state-directory.ts';
import { applyPlan } from '../../src/remediate/transaction/transaction.ts';
import { engineFor, type Plain, plainFiles, planFor, seenIn } from '../fixes/plain.ts';

const PAGE = 4096;
const [trouble = '', pages = '0'] = process.argv.slice(2);

/** Files and state directory each on a file system of its own, or on one. */
function places(together: boolean): Plain {
  const files = mounted('/mnt/files');
  process.env.TMPDIR = files;
  return plainFiles(together ? undefined : mounted('/mnt/state'));
}

function mounted(path: string): string {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', path]);
  return path;
}

/** Leaves just so many pages free; what comes back gives them all back. */
function fill(directory: string, left: number): () => void {
  const file = join(directory, 'filler');
  const { bfree, bsize } = statfsSync(directory);
  writeFileSync(file, Buffer.alloc(Math.max(0, bfree * bsize - left * PAGE)));
  return () => rmSync(file);
}

const TROUBLES: Readonly<Record<string, () => { plain: Plain; mend: () => void }>> = {
  'one disk, full': () => {
    const plain = places(true);
    makeState(plain.state);
    return { plain, mend: fill(plain.root, Number(pages)) };
  },
  'disk of the files, full': () => {
    const plain = places(false);
    return { plain, mend: fill('/mnt/files', Number(pages)) };
  },
  'disk of the state, full': () => {
    const plain = places(false);
    makeState(plain.state);
    return { plain, mend: fill('/mnt/state', Number(pages)) };
  },
  'read-only files': () => mounting('/mnt/files'),
  'read-only state': () => mounting('/mnt/state'),
  'immutable file': () => immutable(({ manifest }) => manifest),
  'immutable directory': () => immutable(({ directory }) => directory),
};

function mounting(path: string): { plain: Plain; mend: () => void } {
  const plain = places(false);
  makeState(plain.state);
  const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, path]);
  return {
    plain: { ...plain, root: '/' },
    mend: later(
      () => remount('ro'),
      () => remount('rw'),
    ),
  };
}

function immutable(which: (plain: Plain) => string): { plain: Plain; mend: () => void } {
  const plain = places(false);
  return {
    plain,
    mend: later(
      () => execFileSync('chattr', ['+i', which(plain)]),
      () => execFileSync('chattr', ['-i', which(plain)]),
    ),
  };
}

/** The plan is made while all is well; `spoil` is called after that. */
const spoils: (() => void)[] = [];
function later(spoil: () => void, mend: () => void): () => void {
  spoils.push(spoil);
  return mend;
}

async function tried(plain: Plain, plan: ReturnType<typeof planFor>): Promise<string[]> {
  try {
    const { ended } = await applyPlan({
      state: makeState(plain.state),
      plan,
      changes: plan.changes,
      engine: engineFor(plain),
      times: { deadlineMs: 100, watchMs: 0 },
      version: '0',
    });
    return ended.map(({ outcome }) =>
      'why' in outcome ? `${outcome.state}: ${outcome.why}` : outcome.state,
    );
  } catch (error) {
    if (!(error instanceof KubetrueError)) throw error;
    return [`${error.code}: ${error.message}`];
  }
}

const { plain, mend } = TROUBLES[trouble]?.() ?? { plain: plainFiles(), mend: () => {} };
const plan = planFor(plain);
for (const spoil of spoils) spoil();
const first = await tried(plain, plan);
const between = seenIn(plain);
mend();
const second = await tried(plain, plan);
const open = openOnes(makeState(plain.state)).length;
process.stdout.write(JSON.stringify({ first, between, second, after: seenIn(plain), open }));
