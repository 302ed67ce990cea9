import { setImmediate as nextTurn } from 'node:timers/promises';

/** Answers of a server wait no longer than this, in seconds. A turn of the event loop takes a hundredth of it. */
const LONGEST = 0.003;
let since = 0;

/**
 * Lets whatever else is under way go on, if nothing else has for a while: for work that goes on and on without waiting,
 * such as reading files, while servers have answered and could be asked the next question.
 */
export async function othersFirst(): Promise<void> {
  if (process.uptime() - since < LONGEST) return;
  await nextTurn();
  since = process.uptime();
}
