import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EtcdVersion, findEtcd } from '../../src/cli/demo/binary.ts';
import { usesDefaultPorts } from './default-ports.ts';
import { draws } from './generate.ts';
import { type Bench, judge, type Outcome } from './judge.ts';
import type { Draw } from './launch.ts';
import { createMaterials } from './materials.ts';
import { sampleAt } from './picker.ts';
import { prepareRoot } from './prediction.ts';

export interface Trial {
  index: number;
  version: string;
  draw: Draw;
  outcome: Outcome;
  bench: Bench;
}

/** Versions with their programs; one that is missing and cannot be made is an error. */
export type Binaries = readonly { version: string; path: string }[];

export async function findBinaries(
  versions: readonly string[],
  say: (message: string) => void,
): Promise<Binaries> {
  const found: { version: string; path: string }[] = [];
  for (const version of versions)
    found.push({ version, path: (await findEtcd(version as EtcdVersion, say)).path });
  return found;
}

export type Place = Pick<Bench, 'root' | 'materials'>;

/** A place for draws, and how to be rid of it. */
export async function openPlace(): Promise<Place & { close: () => void }> {
  const root = await mkdtemp(join(realpathSync(tmpdir()), 'oracle-'));
  const close = () => rmSync(root, { recursive: true, force: true });
  try {
    prepareRoot(root);
    mkdirSync(join(root, 'pki'));
    return { root, materials: await createMaterials(join(root, 'pki')), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Runs `use` with a place for draws that is gone afterwards. */
export async function withBench<T>(use: (place: Place) => Promise<T>): Promise<T> {
  const { close, ...place } = await openPlace();
  try {
    return await use(place);
  } finally {
    close();
  }
}

export function drawAt(seed: number, index: number, version: string): Draw {
  return sampleAt(draws(version), seed, index);
}

const WORKERS = 2;
/** Reading the whole machine takes longer than all else about a draw. */
const LIVE_EVERY = 5;

/** Judges draws `indices` of a seed, versions in turn, two at a time. */
export async function campaign(
  {
    seed,
    indices,
    binaries,
    distort,
  }: {
    seed: number;
    indices: readonly number[];
    binaries: Binaries;
    distort?: NonNullable<Bench['distort']>;
  },
  report: (trial: Trial) => void | Promise<void>,
): Promise<void> {
  const queue = [...indices];
  const worker = () =>
    withBench(async (place) => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const binary = binaries[index % binaries.length];
        if (binary === undefined) throw new Error('no version to ask');
        const { version, path } = binary;
        const bench: Bench = {
          ...place,
          version,
          binary: path,
          live: index % LIVE_EVERY === 0,
          ...(distort === undefined ? {} : { distort }),
        };
        const draw = drawAt(seed, index, version);
        await report({ index, version, draw, bench, outcome: await judgePatiently(draw, bench) });
      }
    });
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

const ATTEMPTS = 4;

/** Somebody else may take a port before etcd does, or answer at it; then it is worth another try. */
export async function judgePatiently(draw: Draw, bench: Bench): Promise<Outcome> {
  let outcome = await judge(draw, bench);
  for (let attempt = 1; attempt < ATTEMPTS && isDisturbed(outcome); attempt += 1)
    outcome = await judge(draw, bench);
  return outcome;
}

function isDisturbed({ real, disagreements, prediction }: Outcome): boolean {
  return real === 'busy' || (disagreements.length > 0 && usesDefaultPorts(prediction));
}
