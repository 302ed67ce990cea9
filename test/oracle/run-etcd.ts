import { campaign, findBinaries, type Trial, withBench } from './campaign.ts';
import { minimise } from './minimal.ts';
import type { RunOptions } from './run-options.ts';
import { blindSpots, tally } from './tally.ts';

/** More disagreements than that are seldom more causes. */
const MINIMISED = 4;

/** Runs etcd's campaign, prints what disagrees and what was seen, and returns how many draws disagree or were not seen. */
export async function runEtcd({ seed, indices, versions }: RunOptions): Promise<number> {
  const binaries = await findBinaries(versions, (message) => console.error(message));
  const isOne = indices.length === 1;
  const started = Date.now();
  const trials: Trial[] = [];
  await campaign({ seed, indices, binaries }, (trial) => {
    trials.push(trial);
    if (trials.length % 100 === 0) console.error(`${trials.length} of ${indices.length} draws`);
    if (isWrong(trial)) say(seed, trial, isOne);
  });
  const wrong = trials.filter(isWrong);
  await sayLeast(wrong.slice(0, MINIMISED));
  console.log(`${JSON.stringify(tally(trials))} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const blind = isOne ? [] : blindSpots(trials);
  for (const spot of blind) console.log(`blind: ${spot}`);
  const failed = wrong.length + blind.length;
  console.log(`${Math.max(0, trials.length - failed)} passed, ${failed} failed`);
  return failed;
}

function isWrong({ outcome }: Trial): boolean {
  return outcome.disagreements.length > 0;
}

function say(seed: number, { version, index, draw, outcome }: Trial, withLog: boolean): void {
  console.log(`--- etcd ${version}, --seed ${seed} --only ${index}`);
  console.log(outcome.disagreements.join('\n'));
  console.log(JSON.stringify(draw, null, 1));
  if (withLog) console.log(outcome.log);
}

async function sayLeast(trials: readonly Trial[]): Promise<void> {
  for (const { index, version, draw, outcome, bench } of trials) {
    const least = await withBench((place) => minimise(draw, outcome, { ...bench, ...place }));
    console.log(`=== the least of --only ${index}, etcd ${version}: ${least.outcome.disagreements[0] ?? ''}`);
    console.log(JSON.stringify(least.draw, null, 1));
  }
}
