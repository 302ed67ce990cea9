import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/components/etcd/reading.ts';
import { type Binaries, campaign, findBinaries, judgePatiently, openPlace, type Trial } from './campaign.ts';
import type { Bench } from './judge.ts';
import { NAMED_DRAWS } from './named-draws.ts';
import type { Prediction } from './prediction.ts';
import { blindSpots } from './tally.ts';

const DRAWN = ['3.5.21', '3.6.5'];
const VERSIONS = [...new Set([...DRAWN, ...NAMED_DRAWS.flatMap(({ versions }) => versions)])];
const PATIENCE_MS = 300_000;
let binaries: Binaries = [];
let place: Awaited<ReturnType<typeof openPlace>>;

beforeAll(async () => {
  binaries = await findBinaries(VERSIONS, () => {});
  place = await openPlace();
});

afterAll(() => place.close());

function binaryOf(version: string): string {
  const found = binaries.find((one) => one.version === version);
  if (found === undefined) throw new Error(`no etcd ${version}`);
  return found.path;
}

async function drawn(seed: number, count: number, distort?: NonNullable<Bench['distort']>): Promise<Trial[]> {
  const trials: Trial[] = [];
  const indices = Array.from({ length: count }, (_, index) => index);
  const drawnFor = binaries.filter(({ version }) => DRAWN.includes(version));
  await campaign(
    { seed, indices, binaries: drawnFor, ...(distort === undefined ? {} : { distort }) },
    (trial) => {
      trials.push(trial);
    },
  );
  return trials;
}

describe('real etcd does what is read from its launch', () => {
  const named = NAMED_DRAWS.flatMap((one) =>
    one.versions.map((version) => [one.name, version, one] as const),
  );

  it.each(named)('%s, etcd %s', async (_name, version, { draw, real }) => {
    const outcome = await judgePatiently(draw, {
      ...place,
      version,
      binary: binaryOf(version),
      live: true,
    });

    expect(outcome.disagreements).toEqual([]);
    expect(outcome.real).toBe(real);
  });

  it(
    'in drawn launches of a fixed seed',
    async () => {
      const trials = await drawn(7, 40);

      const wrong = trials.filter(({ outcome }) => outcome.disagreements.length > 0);

      expect(wrong.map(({ draw, outcome }) => ({ draw, said: outcome.disagreements }))).toEqual([]);
    },
    PATIENCE_MS,
  );
});

describe('a reading that is wrong is found out when it', () => {
  it.each([
    [
      'takes every listener for guarded',
      (one: Configuration) => each(one, { clientCertificates: 'required', authorities: ['/none'] }),
    ],
    ['takes every listener for TLS', (one: Configuration) => each(one, { transport: 'tls' })],
    ['takes every listener for plain text', (one: Configuration) => each(one, { transport: 'plaintext' })],
    ['trusts another CA', (one: Configuration) => each(one, { authorities: ['/any/twice.crt'] })],
    ['sees no listener', (one: Configuration) => ({ ...one, listeners: [] })],
  ] as const)(
    '%s',
    async (_name, change) => {
      const trials = await drawn(7, 10, (prediction) =>
        prediction.outcome === 'starts' ? change(prediction) : prediction,
      );

      expect(trials.some(({ outcome }) => outcome.disagreements.length > 0)).toBe(true);
    },
    PATIENCE_MS,
  );

  it(
    'believes that everything starts',
    async () => {
      const trials = await drawn(7, 12, everythingStarts);

      expect(trials.some(({ outcome }) => outcome.disagreements.length > 0)).toBe(true);
    },
    PATIENCE_MS,
  );
});

it('calls a campaign blind that asked nothing', () => {
  expect(blindSpots([])).toEqual([]);
  expect(blindSpots(Array.from({ length: 100 }, unanswered))).not.toEqual([]);
});

function each(
  configuration: Configuration,
  change: Partial<Configuration['listeners'][number]>,
): Configuration {
  return { ...configuration, listeners: configuration.listeners.map((one) => ({ ...one, ...change })) };
}

function everythingStarts(prediction: Prediction): Prediction {
  if (prediction.outcome !== 'refuses') return prediction;
  return {
    outcome: 'starts',
    version: '3.5.21',
    mode: 'command-line',
    settings: new Map(),
    listeners: [],
    stale: [],
  };
}

function unanswered(): Trial {
  const outcome = {
    prediction: { outcome: 'no-member' },
    disagreements: [],
    unclaimed: null,
    real: 'busy',
    sockets: [],
    answers: 0,
    log: '',
  } as const;
  const draw = { args: [], env: {}, files: {} };
  return {
    index: 0,
    version: '',
    draw,
    outcome,
    bench: { root: '', binary: '', version: '', live: false, materials: {} as Bench['materials'] },
  };
}
