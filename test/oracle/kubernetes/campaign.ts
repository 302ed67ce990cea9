import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findKubernetes, type KubernetesVersion } from '../../nodes/programs/kubernetes.ts';
import { sampleAt } from '../picker.ts';
import { prepareRoot } from '../prediction.ts';
import { type Distort, judge, type Outcome } from './judge.ts';
import type { Draw } from './launch.ts';
import type { Subject } from './subject.ts';

export interface Trial {
  index: number;
  version: KubernetesVersion;
  draw: Draw;
  outcome: Outcome;
}

export type Binaries = readonly { version: KubernetesVersion; path: string }[];

export async function findBinaries(
  { program }: { program: Subject<unknown>['program'] },
  versions: readonly KubernetesVersion[],
  say: (message: string) => void,
): Promise<Binaries> {
  const found: { version: KubernetesVersion; path: string }[] = [];
  for (const version of versions)
    found.push({ version, path: (await findKubernetes(version, say))[program] });
  return found;
}

/** Runs `use` with a captured host that is gone afterwards. */
export async function withRoot<T>(use: (root: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'oracle-'));
  try {
    prepareRoot(root);
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const WORKERS = 2;

/** Judges draws `indices` of a seed, versions in turn, two at a time. */
export async function campaign<T>(
  subject: Subject<T>,
  {
    seed,
    indices,
    binaries,
    distort,
  }: { seed: number; indices: readonly number[]; binaries: Binaries; distort?: Distort },
): Promise<Trial[]> {
  const queue = [...indices];
  const trials: Trial[] = [];
  const worker = () =>
    withRoot(async (root) => {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        const binary = binaries[index % binaries.length];
        if (binary === undefined) throw new Error('no version to ask');
        const draw = sampleAt(subject.draws(), seed, index);
        const bench = { version: binary.version, binary: binary.path, root };
        trials.push({
          index,
          version: binary.version,
          draw,
          outcome: await judge(subject, draw, bench, distort),
        });
      }
    });
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return trials.sort((a, b) => a.index - b.index);
}
