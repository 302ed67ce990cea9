import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { collectWith } from '../../src/collect/collect-with.ts';
import { kubelet } from '../../src/components/kubelet/index.ts';
import type { ProcessFacts } from '../../src/model/snapshot.ts';
import { BOOT_SECONDS, capturedProcess, type Planted, plantTree } from './collect/tree.ts';

export const KUBELET_HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';

/** What a test says of a kubelet; everything else is as on an ordinary node. */
export interface GivenKubelet {
  /** Words after the program's name. */
  argv?: readonly string[];
  version?: string;
  environment?: Readonly<Record<string, string>> | 'unreadable';
  /** Absolute paths; a text, or a link. */
  files?: Readonly<Record<string, Planted>>;
  /** Files and directories that are newer than the process. */
  changed?: readonly string[];
  directories?: readonly string[];
  hostname?: string;
  cwd?: string;
}

const BEFORE = new Date((BOOT_SECONDS - 86_400) * 1000);
const AFTER = new Date((BOOT_SECONDS + 86_400) * 1000);

/** Facts of a captured kubelet, as the collector brings them. */
export async function kubeletFacts(given: GivenKubelet): Promise<ProcessFacts> {
  const root = plant(given);
  const snapshot = await collectWith([kubelet], {
    root,
    now: () => new Date('2026-11-26T10:00:00Z'),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  const [process] = snapshot.processes;
  if (process === undefined) throw new Error('no kubelet was recognised');
  return process;
}

function plant(given: GivenKubelet): string {
  const { version = '1.34.1', environment = {}, files = {}, changed = [], directories = [] } = given;
  const root = plantTree({
    'proc/stat': `btime ${BOOT_SECONDS}\n`,
    ...(given.hostname === undefined ? {} : { 'etc/hostname': `${given.hostname}\n` }),
    ...capturedProcess(230, {
      argv: ['kubelet', ...(given.argv ?? [])],
      executable: `/opt/kubelet-v${version}/kubelet`,
      cwd: given.cwd ?? '/',
      root: '/',
      ...(environment === 'unreadable'
        ? {}
        : { environment: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
    }),
    ...Object.fromEntries(Object.entries(files).map(([path, file]) => [path.slice(1), file])),
  });
  for (const directory of directories) mkdirSync(join(root, directory), { recursive: true });
  const planted = [
    ...Object.keys(files).filter((path) => typeof files[path] === 'string'),
    ...parents(Object.keys(files)),
  ];
  for (const path of planted) utimesSync(join(root, path), BEFORE, BEFORE);
  for (const path of changed) utimesSync(join(root, path), AFTER, AFTER);
  return root;
}

/** Directories that planting made just now. */
function parents(paths: readonly string[]): string[] {
  return [
    ...new Set(
      paths.flatMap((path) =>
        path
          .split('/')
          .slice(1, -1)
          .map((_, index, parts) => `/${parts.slice(0, index + 1).join('/')}`),
      ),
    ),
  ];
}
