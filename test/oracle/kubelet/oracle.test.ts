import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubeletFlags } from '../../../src/components/kubelet/flags.ts';
import { flagAt } from '../../../src/components/kubernetes/flag-table.ts';
import { minorsOf } from '../../../src/components/kubernetes/minors.ts';
import { prepareRoot } from '../prediction.ts';
import { type Binary, campaign, findKubelets, judge, type Place, type Trial } from './campaign.ts';
import { createMaterials } from './materials.ts';
import { NAMED_LAUNCHES } from './named-launches.ts';
import type { Prediction } from './prediction.ts';

const VERSIONS = ['1.31.0', '1.34.1'];
const PATIENCE_MS = 300_000;
let binaries: readonly Binary[] = [];
let place: Place;

beforeAll(async () => {
  binaries = await findKubelets(VERSIONS, () => {});
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'oracle-'));
  prepareRoot(root);
  place = { root, materials: await createMaterials() };
}, PATIENCE_MS);

afterAll(() => rmSync(place.root, { recursive: true, force: true }));

function binaryOf(version: string): Binary {
  const found = binaries.find((one) => one.version === version);
  if (found === undefined) throw new Error(`no kubelet ${version}`);
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

describe('a real kubelet loads what is read from its launch', () => {
  const named = NAMED_LAUNCHES.flatMap((one) =>
    (one.versions ?? VERSIONS).map((version) => [one.name, version, one] as const),
  );

  it.each(named)('%s, kubelet %s', async (_name, version, { draw, real }) => {
    const outcome = await judge(draw, place, binaryOf(version));

    expect(outcome.disagreements).toEqual([]);
    expect(outcome.answer.outcome).toBe(real);
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
    const wrong = (prediction: Prediction): Prediction =>
      prediction.outcome === 'starts'
        ? {
            ...prediction,
            setting: (name) => ({
              ...prediction.setting(name),
              ...(name === 'anonymous-auth' ? { value: 'neither' } : {}),
            }),
          }
        : prediction;

    const trials = await drawn(2, 12, wrong);

    const started = trials.filter(
      ({ answer, prediction }) => answer.outcome === 'started' && prediction.outcome === 'starts',
    );
    expect(started.length).toBeGreaterThan(0);
    expect(started.every(({ disagreements }) => disagreements.length > 0)).toBe(true);
  });
});

describe.each(VERSIONS)('kubelet %s', (version) => {
  it('has the flags of the table', () => {
    const [minor] = minorsOf(version);
    const help = execFileSync(binaryOf(version).path, ['--help'], { encoding: 'utf8' });

    const listed = [...help.matchAll(/^ +(?:-\w, )?--([a-z0-9-]+)/gm)].map(([, name]) => name);

    const known = Object.keys(kubeletFlags).filter(
      (name) => flagAt(kubeletFlags, name, minor ?? 0) !== undefined,
    );
    expect(listed.toSorted()).toEqual(known.toSorted());
  });
});
