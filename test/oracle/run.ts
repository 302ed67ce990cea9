import { parseArgs } from 'node:util';
import { campaign, findBinaries, type Trial, withBench } from './campaign.ts';
import { minimise } from './minimal.ts';
import { blindSpots, tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    versions: { type: 'string', default: '3.5.21,3.6.5' },
  },
});

/** More disagreements than that are seldom more causes. */
const MINIMISED = 4;

const runs = Number(values.runs);
const seed = Number(values.seed);
const indices =
  values.only === undefined ? Array.from({ length: runs }, (_, index) => index) : [Number(values.only)];
const binaries = await findBinaries(values.versions.split(','), (message) => console.error(message));
const started = Date.now();
const trials: Trial[] = [];
await campaign({ seed, indices, binaries }, (trial) => {
  trials.push(trial);
  if (trials.length % 100 === 0) console.error(`${trials.length} of ${indices.length} draws`);
  if (trial.outcome.disagreements.length === 0) return;
  console.log(`--- etcd ${trial.version}, --seed ${seed} --only ${trial.index}`);
  console.log(trial.outcome.disagreements.join('\n'));
  console.log(JSON.stringify(trial.draw, null, 1));
  if (values.only !== undefined) console.log(trial.outcome.log);
});
for (const { index, version, draw, outcome, bench } of wrong().slice(0, MINIMISED)) {
  const least = await withBench((place) => minimise(draw, outcome, { ...bench, ...place }));
  console.log(`=== the least of --only ${index}, etcd ${version}: ${least.outcome.disagreements[0] ?? ''}`);
  console.log(JSON.stringify(least.draw, null, 1));
}
console.log(`${JSON.stringify(tally(trials))} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
const blind = values.only === undefined ? blindSpots(trials) : [];
for (const spot of blind) console.log(`blind: ${spot}`);
const failed = wrong().length + blind.length;
console.log(`${Math.max(0, trials.length - failed)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function wrong(): Trial[] {
  return trials.filter(({ outcome }) => outcome.disagreements.length > 0);
}
