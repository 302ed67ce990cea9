import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type Draw, prepare } from './launch.ts';
import { type Prediction, predict } from './prediction.ts';
import { type Bench, hasStarted, type Real, type Subject } from './subject.ts';

export interface Outcome {
  real: Real<unknown>['outcome'];
  /** A line for each. */
  disagreements: readonly string[];
  log: string;
}

/** A change of what is predicted, to see whether it is found out. */
export type Distort = (prediction: Prediction) => Prediction;

const ATTEMPTS = 4;

/** Makes a launch, lets the product read it and the program try it, and compares. A port that is taken is worth another try. */
export async function judge<T>(
  subject: Subject<T>,
  draw: Draw,
  bench: Bench,
  distort: Distort = (prediction) => prediction,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await judgeOnce(subject, draw, bench, distort);
    if (outcome.real !== 'busy' || attempt === ATTEMPTS) return outcome;
  }
}

async function judgeOnce<T>(
  subject: Subject<T>,
  draw: Draw,
  { version, binary, root }: Bench,
  distort: Distort,
): Promise<Outcome> {
  const port = await freePort();
  const launch = prepare(draw, join(root, 'draw'), port);
  const prediction = distort(await predict(subject, root, launch, version));
  const real = await subject.ask(binary, launch, port);
  return { real: real.outcome, disagreements: disagreements(subject, prediction, real, port), log: real.log };
}

function disagreements<T>(
  subject: Subject<T>,
  prediction: Prediction,
  real: Real<T>,
  port: number,
): readonly string[] {
  if (real.outcome === 'busy') return [];
  if (prediction.outcome === 'undetermined') return [`undetermined: ${prediction.because}`];
  if (prediction.outcome !== 'starts')
    return hasStarted(real) ? [`predicted to refuse (${reason(prediction)}), but it starts`] : [];
  return hasStarted(real)
    ? subject.differences(prediction, real, port)
    : [`predicted to start, but it ends: ${real.because}`];
}

function reason(prediction: Exclude<Prediction, { outcome: 'starts' }>): string {
  return 'because' in prediction ? prediction.because : prediction.outcome;
}
