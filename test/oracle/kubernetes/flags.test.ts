import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { controllerManagerFlags } from '../../../src/components/kube-controller-manager/flags.ts';
import { proxyFlags } from '../../../src/components/kube-proxy/flags.ts';
import { schedulerFlags } from '../../../src/components/kube-scheduler/flags.ts';
import { kindSpec } from '../../../src/components/kubernetes/flag-kinds.ts';
import { type FlagTable, flagAt } from '../../../src/components/kubernetes/flag-table.ts';
import {
  findKubernetes,
  KUBERNETES_VERSIONS,
  type KubernetesPrograms,
  type KubernetesVersion,
} from '../../nodes/programs/kubernetes.ts';
import { SAMPLES } from './flag-samples.ts';

const BUILD_MS = 900_000;
const PATIENCE_MS = 120_000;
const VERSIONS = Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[];
const TABLES = [
  ['kube-controller-manager', controllerManagerFlags],
  ['kube-scheduler', schedulerFlags],
  ['kube-proxy', proxyFlags],
] as const;

const programs = new Map<KubernetesVersion, KubernetesPrograms>();

beforeAll(async () => {
  for (const version of VERSIONS) programs.set(version, await findKubernetes(version, () => {}));
}, BUILD_MS);

/** What a program says of words that end in a call for help, which it gives once it has taken all others. */
function complaint(
  name: (typeof TABLES)[number][0],
  version: KubernetesVersion,
  words: readonly string[],
): string | null {
  const program = programs.get(version)?.[name] ?? '';
  const { status, stderr } = spawnSync(program, [...words, '--help'], { encoding: 'utf8' });
  return status === 0 ? null : stderr;
}

function present(table: FlagTable, version: KubernetesVersion): string[] {
  const minor = Number(version.split('.')[1]);
  return Object.keys(table).filter((name) => name !== 'help' && flagAt(table, name, minor) !== undefined);
}

function kindOf(table: FlagTable, name: string, version: KubernetesVersion) {
  return flagAt(table, name, Number(version.split('.')[1]))?.kind ?? 'string';
}

describe.each(TABLES)('%s', (program, table) => {
  it.each(VERSIONS)('of %s has every flag, with values of its kind', (version) => {
    const words = present(table, version).map(
      (name) => `--${name}=${SAMPLES[kindOf(table, name, version)].taken}`,
    );

    expect(words.length).toBeGreaterThan(30);
    expect(complaint(program, version, words)).toBeNull();
  });

  it.each(VERSIONS)('of %s takes the same flags without a value', (version) => {
    const bare = present(table, version).filter(
      (name) => kindSpec(kindOf(table, name, version)).bare !== undefined,
    );
    const words = bare.filter((name) => name !== 'version').map((name) => `--${name}`);

    expect(complaint(program, version, words)).toBeNull();
  });

  it(
    'refuses values of another kind',
    () => {
      const version = '1.34.1';
      const taken = present(table, version).filter((name) => {
        const { refused } = SAMPLES[kindOf(table, name, version)];
        return refused !== null && complaint(program, version, [`--${name}=${refused}`]) === null;
      });

      expect(taken).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'has no flag of another minor',
    () => {
      const version = '1.34.1';
      const own = present(table, version);
      const others = Object.keys(table).filter((name) => name !== 'help' && !own.includes(name));
      const taken = others.filter(
        (name) => !complaint(program, version, [`--${name}=1`])?.includes('unknown flag'),
      );

      expect(others.length).toBeGreaterThan(5);
      // A name with `_` is the same flag as its namesake with `-` in this minor.
      expect(taken.filter((name) => !name.includes('_'))).toEqual([]);
    },
    PATIENCE_MS,
  );
});
