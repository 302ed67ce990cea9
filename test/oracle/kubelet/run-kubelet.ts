import type { RunOptions } from '../run-options.ts';
import { campaign, findKubelets, type Trial } from './campaign.ts';
import { blindSpots, tally } from './tally.ts';

/** As many draws leave no setting out by chance. */
const ENOUGH = 600;

/** The campaign of the kubelet: prints what it saw and returns how many draws disagree. */
export async function runKubelet({ seed, indices, versions }: RunOptions): Promise<number> {
  const binaries = await findKubelets(versions, (message) => console.error(message));
  const started = Date.now();
  const trials: Trial[] = [];
  await campaign({ seed, indices, binaries }, (trial) => {
    trials.push(trial);
    if (trials.length % 100 === 0) console.error(`${trials.length} of ${indices.length} draws`);
    report(trial, seed, indices.length === 1);
  });
  console.log(`${JSON.stringify(tally(trials))} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const blind = trials.length < ENOUGH ? [] : blindSpots(trials);
  for (const spot of blind) console.log(`blind: ${spot}`);
  const failed = trials.filter(({ disagreements }) => disagreements.length > 0).length + blind.length;
  console.log(`${Math.max(0, trials.length - failed)} passed, ${failed} failed`);
  return failed;
}

function report({ version, index, draw, disagreements, answer }: Trial, seed: number, alone: boolean): void {
  if (disagreements.length > 0) {
    console.log(`--- kubelet ${version}, --seed ${seed} --only ${index}`);
    console.log(disagreements.join('\n'));
    console.log(JSON.stringify(draw, null, 1));
  }
  if (alone) console.log(answer.log);
}
