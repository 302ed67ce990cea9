import { instantOf } from '../util/instant.ts';
import { usage } from './parse.ts';

/**
 * The time of the judgement: `--at`, else now.
 *
 * @throws KubetrueError KT_USAGE
 */
export function clockOf(at: string | undefined): Date {
  if (at === undefined) return new Date();
  const time = instantOf(at);
  if (time !== null) return time;
  throw usage(
    `--at ${JSON.stringify(at)} is not a time.`,
    'an RFC 3339 time, for example 2026-11-24T10:00:00Z',
  );
}
