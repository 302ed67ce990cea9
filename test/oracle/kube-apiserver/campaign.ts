import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../src/cli/demo/cluster-ports.ts';
import { findKubernetes, type KubernetesVersion } from '../../nodes/programs/kubernetes.ts';
import { sampleAt } from '../picker.ts';
import { prepareRoot } from '../prediction.ts';
import { type Answer, askApiServer } from './answer.ts';
import { disagreements } from './compare.ts';
import { draws } from './generate.ts';
import { type Draw, prepare } from './launch.ts';
import { createMaterials, type Materials } from './materials.ts';
import { NAMED } from './named.ts';
import { type Prediction, predict } from './prediction.ts';

export interface Binary {
  version: string;
  path: string;
}

export interface Outcome {
  prediction: Prediction;
  answer: Answer;
  /** Empty: they agree. */
  disagreements: readonly string[];
}

export interface Trial extends Outcome {
  index: number;
  /** Of a launch that was not drawn. */
  name?: string;
  version: string;
  draw: Draw;
}

/** Where launches are made, one at a time. */
export interface Place {
  root: string;
  materials: Materials;
}

export async function findApiServers(
  versions: readonly string[],
  say: (message: string) => void,
): Promise<readonly Binary[]> {
  const found: Binary[] = [];
  for (const version of versions) {
    const programs = await findKubernetes(version as KubernetesVersion, say);
    found.push({ version, path: programs['kube-apiserver'] });
  }
  return found;
}

/** A new place, and how it goes away again. */
export async function openPlace(): Promise<{ place: Place; close: () => void }> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'oracle-'));
  prepareRoot(root);
  const close = () => rmSync(root, { recursive: true, force: true });
  return { place: { root, materials: await createMaterials() }, close };
}

/**
 * Predicts a launch, makes it, compares.
 *
 * @param distort changes the prediction: for tests that a wrong one is noticed
 */
export async function judge(
  draw: Draw,
  { root, materials }: Place,
  { version, path }: Binary,
  distort: (prediction: Prediction) => Prediction = (prediction) => prediction,
): Promise<Outcome> {
  const [port = 0] = await freePorts(1);
  const launch = prepare({ ...draw, files: { ...materials, ...draw.files } }, join(root, 'w'), port);
  const prediction = distort(await predict(root, launch, version));
  const answer = await askApiServer(path, launch);
  return { prediction, answer, disagreements: disagreements(prediction, answer) };
}

export interface Campaign {
  seed: number;
  indices: readonly number[];
  binaries: readonly Binary[];
  distort?: (prediction: Prediction) => Prediction;
}

/** Every named launch, by every version. */
export async function namedCampaign(
  binaries: readonly Binary[],
  report: (trial: Trial) => void,
): Promise<void> {
  const launches = binaries.flatMap((binary) => NAMED.map((named, index) => ({ binary, named, index })));
  await inTurns(launches, async ({ binary, named, index }, place) => {
    const { name, ...draw } = named;
    report({ index, name, version: binary.version, draw, ...(await judge(draw, place, binary)) });
  });
}

const WORKERS = 2;

/** Judges draws `indices` of a seed, versions in turn, two at a time. */
export async function campaign(
  { seed, indices, binaries, distort }: Campaign,
  report: (trial: Trial) => void,
): Promise<void> {
  await inTurns(indices, async (index, place) => {
    const binary = binaries[index % binaries.length];
    if (binary === undefined) throw new Error('no API server to ask');
    const draw = sampleAt(draws(), seed, index);
    report({ index, version: binary.version, draw, ...(await judge(draw, place, binary, distort)) });
  });
}

/** Two at a time, each worker in a place of its own. */
async function inTurns<T>(
  items: readonly T[],
  judgeOne: (item: T, place: Place) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    const { place, close } = await openPlace();
    try {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await judgeOne(item, place);
    } finally {
      close();
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}
