import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Asks again until there is an answer other than null; throws after `deadlineMs` with what was waited for and `why`
 * there is none (looked at only then).
 */
export async function until<T>(
  what: string,
  deadlineMs: number,
  ask: () => Promise<T | null> | T | null,
  why: () => string | Promise<string> = () => '',
): Promise<T> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`not within ${deadlineMs / 1000} s: ${what}\n${await why()}`);
    await sleep(POLL_MS);
  }
}
