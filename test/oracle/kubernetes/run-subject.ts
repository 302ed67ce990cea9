import type { KubernetesVersion } from '../../nodes/programs/kubernetes.ts';
import type { RunOptions } from '../run-options.ts';
import { campaign, findBinaries, type Trial } from './campaign.ts';
import type { Subject } from './subject.ts';

/** Runs the campaign of a component, prints what disagrees and what was seen, and returns how many draws disagree. */
export async function runSubject<T>(
  subject: Subject<T>,
  { seed, indices, versions }: RunOptions,
): Promise<number> {
  const say = (message: string) => console.error(message);
  const binaries = await findBinaries(subject, versions as KubernetesVersion[], say);
  const trials = await campaign(subject, { seed, indices, binaries });
  const wrong = trials.filter(({ outcome }) => outcome.disagreements.length > 0);
  for (const trial of wrong) sayWrong(subject.program, seed, trial);
  if (indices.length === 1) for (const { outcome } of trials) console.log(outcome.log);
  const count = (real: string) => trials.filter(({ outcome }) => outcome.real === real).length;
  console.log(`${count('started')} started, ${count('refused')} refused, ${count('busy')} busy`);
  console.log(`${trials.length - wrong.length} passed, ${wrong.length} failed`);
  return wrong.length;
}

function sayWrong(program: string, seed: number, { index, version, draw, outcome }: Trial): void {
  console.log(`--- ${program} ${version}, --seed ${seed} --only ${index}`);
  console.log(outcome.disagreements.join('\n'));
  console.log(JSON.stringify(draw, null, 1));
}
