/**
 * Applies a plan in a process of its own that can be killed: at the n-th time that something on the disk is about to
 * change, or by whoever started it once it has said that it begins.
 * Arguments: the plain files as JSON, the plan's file, n (0: never).
 */
import fs, { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { KubetrueError } from '../../src/model/errors.ts';
import type { Plan } from '../../src/model/plan.ts';
import { makeState } from '../../src/remediate/transaction/state-directory.ts';
import { applyPlan } from '../../src/remediate/transaction/transaction.ts';
import { engineFor, type Plain } from './plain.ts';

const CALLS = [
  ...['fchmodSync', 'fchownSync', 'fsyncSync', 'ftruncateSync', 'mkdirSync', 'openSync'],
  ...['renameSync', 'rmSync', 'writeSync'],
] as const;

const [plainText = '', planPath = '', nth = '0'] = process.argv.slice(2);
const plain = JSON.parse(plainText) as Plain;
const plan = JSON.parse(readFileSync(planPath, 'utf8')) as Plan;

let calls = 0;
if (nth !== '0') for (const name of CALLS) dieAt(Number(nth), name);
syncBuiltinESMExports();

function dieAt(last: number, name: (typeof CALLS)[number]): void {
  const real = fs[name] as (...words: unknown[]) => unknown;
  const dying = (...words: unknown[]) => {
    // Looking at other processes changes nothing, and how many there are is nobody's to say.
    if (/^\/proc\/\d+\//.test(String(words[0]))) return real(...words);
    calls += 1;
    if (calls === last) {
      // A write may have reached the disk in part.
      if (name === 'writeSync' && Buffer.isBuffer(words[1]))
        real(words[0], words[1].subarray(0, Math.ceil(words[1].length / 2)));
      process.kill(process.pid, 'SIGKILL');
    }
    return real(...words);
  };
  Object.assign(fs, { [name]: dying });
}

process.stdout.write('begins\n');
try {
  const state = makeState(plain.state);
  const times = { deadlineMs: 2_000, watchMs: 0 };
  const applied = await applyPlan({
    state,
    plan,
    changes: plan.changes,
    engine: engineFor(plain),
    times,
    version: '0',
  });
  process.stdout.write(
    `${JSON.stringify({ states: applied.ended.map(({ outcome }) => outcome.state), calls })}\n`,
  );
} catch (error) {
  if (!(error instanceof KubetrueError)) throw error;
  process.stdout.write(`${JSON.stringify({ code: error.code })}\n`);
}
