import type { Times } from '../../remediate/transaction/engine.ts';
import { type Invocation, optionOf, usage } from '../parse.ts';

const DEADLINE_S = 300;
const MOST_S = 86_400;

/** @throws KubetrueError KT_USAGE */
export function timesOf(invocation: Invocation): Times {
  const watch = seconds(invocation, 'watch');
  return {
    deadlineMs: (seconds(invocation, 'deadline') ?? DEADLINE_S) * 1000,
    watchMs: watch === null ? null : watch * 1000,
  };
}

function seconds(invocation: Invocation, name: 'watch' | 'deadline'): number | null {
  const text = optionOf(invocation, name);
  if (text === undefined) return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) > MOST_S)
    throw usage(`--${name} ${JSON.stringify(text)} is not a number of seconds.`, `0 to ${MOST_S}`);
  return Number(text);
}
