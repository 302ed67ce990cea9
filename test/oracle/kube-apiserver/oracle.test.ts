import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Binary, campaign, findApiServers, judge, openPlace, type Trial } from './campaign.ts';
import { NAMED } from './named.ts';
import type { Prediction } from './prediction.ts';

const VERSIONS = ['1.31.0', '1.34.1'];
const PATIENCE_MS = 300_000;
let binaries: readonly Binary[] = [];
let opened: Awaited<ReturnType<typeof openPlace>>;

beforeAll(async () => {
  binaries = await findApiServers(VERSIONS, () => {});
  opened = await openPlace();
}, PATIENCE_MS);

afterAll(() => opened.close());

function binaryOf(version: string): Binary {
  const found = binaries.find((one) => one.version === version);
  if (found === undefined) throw new Error(`no kube-apiserver ${version}`);
  return found;
}

async function drawn(
  seed: number,
  count: number,
  distort?: (one: Prediction) => Prediction,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  const indices = Array.from({ length: count }, (_, index) => index);
  await campaign({ seed, indices, binaries, ...(distort === undefined ? {} : { distort }) }, (trial) => {
    trials.push(trial);
  });
  return trials;
}

describe('a real API server runs with what is read from its launch', () => {
  const named = NAMED.flatMap(({ name, ...draw }) =>
    VERSIONS.map((version) => [name, version, draw] as const),
  );

  it.each(named)('%s, kube-apiserver %s', async (_name, version, draw) => {
    const outcome = await judge(draw, opened.place, binaryOf(version));

    expect(outcome.disagreements).toEqual([]);
  });

  it(
    'in drawn launches of a fixed seed',
    async () => {
      const trials = await drawn(1, 60);

      expect(trials.filter(({ disagreements }) => disagreements.length > 0)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('and a wrong reading is noticed', async () => {
    const wrong = (prediction: Prediction): Prediction => {
      if (prediction.outcome !== 'starts') return prediction;
      const { line } = prediction;
      const flag: typeof line.flag = (name) =>
        name === 'profiling' ? { ...line.flag(name), value: 'neither' } : line.flag(name);
      return { ...prediction, line: { ...line, flag } };
    };

    const trials = await drawn(2, 16, wrong);

    const started = trials.filter(
      ({ answer, prediction }) =>
        answer.outcome === 'started' && prediction.outcome === 'starts' && !logsJson(prediction),
    );
    expect(started.length).toBeGreaterThan(0);
    expect(started.every(({ disagreements }) => disagreements.length > 0)).toBe(true);
  });
});

/** The flags that it prints are not compared then. */
function logsJson(prediction: Prediction): boolean {
  return prediction.outcome === 'starts' && prediction.line.text('logging-format') === 'json';
}
