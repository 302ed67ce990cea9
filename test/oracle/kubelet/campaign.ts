import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKubernetes, type KubernetesVersion } from '../../nodes/programs/kubernetes.ts';
import { sampleAt } from '../picker.ts';
import { prepareRoot } from '../prediction.ts';
import { type Answer, askKubelet } from './answer.ts';
import { disagreements } from './compare.ts';
import { draws } from './generate.ts';
import { type Draw, prepare } from './launch.ts';
import { createMaterials, type Materials } from './materials.ts';
import { type Prediction, predict } from './prediction.ts';

export interface Binary {
  version: string;
  path: string;
}

export interface Trial extends Outcome {
  index: number;
  version: string;
  draw: Draw;
}

export interface Outcome {
  prediction: Prediction;
  answer: Answer;
  /** Empty: they agree. */
  disagreements: readonly string[];
}

/** Where launches are made, one at a time. */
export interface Place {
  root: string;
  materials: Materials;
}

export async function findKubelets(
  versions: readonly string[],
  say: (message: string) => void,
): Promise<readonly Binary[]> {
  const found: Binary[] = [];
  for (const version of versions)
    found.push({ version, path: (await findKubernetes(version as KubernetesVersion, say)).kubelet });
  return found;
}

export async function withPlace<T>(use: (place: Place) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'oracle-'));
  try {
    prepareRoot(root);
    return await use({ root, materials: await createMaterials() });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
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
  const launch = prepare({ ...draw, files: { ...materials.files, ...draw.files } }, join(root, 'w'));
  const prediction = distort(await predict(root, launch, version));
  const answer = await askKubelet(path, launch);
  return { prediction, answer, disagreements: disagreements(prediction, answer) };
}

export interface Campaign {
  seed: number;
  indices: readonly number[];
  binaries: readonly Binary[];
  distort?: (prediction: Prediction) => Prediction;
}

const WORKERS = 2;

/** Judges draws `indices` of a seed, versions in turn, two at a time. */
export async function campaign(
  { seed, indices, binaries, distort }: Campaign,
  report: (trial: Trial) => void,
): Promise<void> {
  const queue = [...indices];
  const worker = () =>
    withPlace(async (place) => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const binary = binaries[index % binaries.length];
        if (binary === undefined) throw new Error('no kubelet to ask');
        const draw = sampleAt(draws(), seed, index);
        report({ index, version: binary.version, draw, ...(await judge(draw, place, binary, distort)) });
      }
    });
  await Promise.all(Array.from({ length: WORKERS }, worker));
}
