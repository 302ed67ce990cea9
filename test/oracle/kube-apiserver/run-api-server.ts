import type { RunOptions } from '../run-options.ts';
import { campaign, findApiServers, namedCampaign, type Trial } from './campaign.ts';
import { blindSpots, tally } from './tally.ts';

/** As many draws leave no flag out by chance. */
const ENOUGH = 600;

/** The campaign of the API server, named launches first: prints what it saw and returns how many disagree. */
export async function runApiServer({ seed, indices, versions }: RunOptions): Promise<number> {
  const binaries = await findApiServers(versions, (message) => console.error(message));
  const alone = indices.length === 1;
  const started = Date.now();
  const trials: Trial[] = [];
  const add = (trial: Trial) => {
    trials.push(trial);
    if (trials.length % 100 === 0) console.error(`${trials.length} launches`);
    report(trial, seed, alone);
  };
  if (!alone) await namedCampaign(binaries, add);
  await campaign({ seed, indices, binaries }, add);
  console.log(`${JSON.stringify(tally(trials))} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return summary(trials);
}

function summary(trials: readonly Trial[]): number {
  const blind = trials.length < ENOUGH ? [] : blindSpots(trials);
  for (const spot of blind) console.log(`blind: ${spot}`);
  const failed = trials.filter(({ disagreements }) => disagreements.length > 0).length + blind.length;
  console.log(`${Math.max(0, trials.length - failed)} passed, ${failed} failed`);
  return failed;
}

function report(
  { version, index, name, draw, disagreements, answer }: Trial,
  seed: number,
  alone: boolean,
): void {
  if (disagreements.length > 0) {
    console.log(`--- kube-apiserver ${version}, ${name ?? `--seed ${seed} --only ${index}`}`);
    console.log(disagreements.join('\n'));
    console.log(JSON.stringify(draw, null, 1));
  }
  if (alone) console.log(answer.log);
}
