import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { WantedFile } from '../component.ts';
import { type Lookup, textOf } from './lookup.ts';
import { minorsOf } from './minors.ts';

/** What a file named for several purposes is collected as: one that may hold a private key is not read. */
const PRECEDENCE: readonly WantedFile['as'][] = [
  'config',
  'attributes',
  'kubeconfig',
  'chain',
  'authorities',
];

/** Files that any minor, which the process may be, would read; each path once. */
export function wantedByAll(
  process: ProcessFacts,
  wantedBy: (process: ProcessFacts, minor: number) => readonly WantedFile[],
): readonly WantedFile[] {
  const found = new Map<string, WantedFile>();
  for (const minor of minorsOf(valueIfPresent(process.version) ?? null)) {
    for (const file of wantedBy(process, minor)) {
      const other = found.get(file.path);
      if (other === undefined || rank(file) < rank(other)) found.set(file.path, file);
    }
  }
  return [...found.values()];
}

function rank({ as }: WantedFile): number {
  return PRECEDENCE.indexOf(as);
}

/** The files that settings name. */
export function namedFiles(
  lookup: Lookup,
  readings: Readonly<Record<string, WantedFile['as']>>,
): WantedFile[] {
  return Object.entries(readings).flatMap(([name, as]) => {
    const path = textOf(lookup, name);
    return path === null ? [] : [{ path, as }];
  });
}
