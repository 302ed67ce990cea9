import { usage } from './parse.ts';

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * The time of the judgement: `--at`, else now.
 *
 * @throws KubetrueError KT_USAGE
 */
export function clockOf(at: string | undefined): Date {
  if (at === undefined) return new Date();
  const day = RFC_3339.exec(at)?.[1];
  const time = new Date(at.replace(' ', 'T').toUpperCase());
  if (day === undefined || Number.isNaN(time.getTime()) || !isDay(day)) {
    throw usage(
      `--at ${JSON.stringify(at)} is not a time.`,
      'an RFC 3339 time, for example 2026-11-24T10:00:00Z',
    );
  }
  return time;
}

/** JavaScript takes 30 February for 2 March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
