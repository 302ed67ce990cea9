import { median } from './machine.ts';
import { type Run, type Times, timed, watched } from './measure.ts';

export type { Run } from './measure.ts';

/** Commands by the names that a reader knows them by. */
export type Commands = Readonly<Record<string, readonly string[]>>;

/** All commands in turn, so that what else the machine does hits them alike; medians of that many rounds. */
export async function measure(commands: Commands, rounds: number): Promise<Record<string, Run>> {
  const times = new Map<string, Times[]>(Object.keys(commands).map((name) => [name, []]));
  for (const command of Object.values(commands)) await timed(command);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, command] of Object.entries(commands)) times.get(name)?.push(await timed(command));
  }
  const runs: Record<string, Run> = {};
  for (const [name, command] of Object.entries(commands))
    runs[name] = { ...medianTimes(times.get(name) ?? []), ...(await watched(command)) };
  return runs;
}

function medianTimes(times: readonly Times[]): Times {
  return {
    wallMs: median(times.map(({ wallMs }) => wallMs)),
    cpuMs: median(times.map(({ cpuMs }) => cpuMs)),
  };
}

/** One command, its median of that many rounds. */
export async function medianRun(command: readonly string[], rounds: number): Promise<Run> {
  const times: Times[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timed(command));
  return { ...medianTimes(times), ...(await watched(command)) };
}

/** A table of runs, with the one that is the floor first. */
export function table(runs: Readonly<Record<string, Run>>, floor: string): string {
  const unit = runs[floor]?.wallMs ?? Number.NaN;
  const rows = Object.entries(runs).map(
    ([name, run]) =>
      `| \`${name}\` | ${run.wallMs.toFixed(0)} ms | ${(run.wallMs / unit).toFixed(1)} | ${run.peakMiB.toFixed(0)} MiB | ${run.children} |`,
  );
  return [
    '| command | wall time | times the floor | peak memory | child processes |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
