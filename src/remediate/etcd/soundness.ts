import { Refusal } from '../transaction/refusal.ts';
import { troubleOf } from './judge.ts';
import type { Survey } from './survey.ts';

/** A link shows in /metrics some seconds after the member that was restarted says that it is well. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 500;
const NEXT = 'put that right, then apply the same plan again';

/** How time passes for whoever waits. */
export interface Waiting {
  sleep: (ms: number) => Promise<void>;
  tell: (line: string) => void;
  /** Why nobody waits any longer; null while there is no reason. */
  stopped: () => string | null;
}

/**
 * Looks at a cluster until it is sound. What passes by itself is waited for, for a bounded time; all else refuses at once.
 * @throws Refusal
 */
export async function untilSound(look: () => Promise<Survey>, waiting: Waiting): Promise<Survey> {
  const deadline = Date.now() + PATIENCE_MS;
  let told: string | null = null;
  for (;;) {
    const survey = await look();
    const trouble = troubleOf(survey);
    if (trouble === null) return survey;
    if (!trouble.passes) throw new Refusal(`the cluster of etcd is not sound: ${trouble.why}; ${NEXT}`);
    if (Date.now() >= deadline)
      throw new Refusal(
        `the cluster of etcd is not sound, for ${PATIENCE_MS / 1000} s now: ${trouble.why}; ${NEXT}`,
      );
    const stopped = waiting.stopped();
    if (stopped !== null) throw new Refusal(stopped);
    if (trouble.why !== told) waiting.tell(`etcd: waiting up to ${PATIENCE_MS / 1000} s: ${trouble.why}`);
    told = trouble.why;
    await waiting.sleep(RETRY_MS);
  }
}
