import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { loadCatalog } from '../../src/catalog/index.ts';
import { CONTENT } from '../cases/case-file.ts';
import { plantTree } from '../support/collect/tree.ts';
import type { NamedVerdict } from './named-verdict.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const RULE = 'rules/etcd/server-cert/rule.md';

interface Outcome {
  status: unknown;
  stdout: string;
  stderr: string;
}

/** `kubetrue scan` of an empty node by the built program with another catalog. */
async function scanWith(catalog: string): Promise<Outcome> {
  const directory = plantTree({ 'node/proc/stat': 'btime 1790000000\n' });
  cpSync(DIST, join(directory, 'dist'), { recursive: true });
  writeFileSync(join(directory, 'dist/catalog.json'), catalog);
  const words = [join(directory, 'dist/kubetrue.cjs'), 'scan', '--root', join(directory, 'node')];
  return new Promise((resolve) => {
    execFile(process.execPath, words, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

function contentWith(rule: string): string {
  const directory = plantTree({});
  for (const part of ['controls', 'frameworks']) {
    mkdirSync(join(directory, part));
    cpSync(join(CONTENT, part), join(directory, part), { recursive: true });
  }
  mkdirSync(join(directory, 'rules/etcd/server-cert'), { recursive: true });
  writeFileSync(join(directory, RULE), rule);
  return directory;
}

/** A rule set that cannot be loaded. */
export const BROKEN_CATALOG: readonly NamedVerdict[] = [
  {
    number: 42,
    name: 'A rule set that does not load',
    truth: 'Without its rules a scan is no clean scan: it ends with the exit code 2 and without a report.',
    shown: [
      {
        name: 'no rules at all',
        heldIn: 'the catalog',
        shows: () => {
          const empty = plantTree({ 'rules/.keep': '', 'controls/.keep': '' });

          expect(() => loadCatalog(empty)).toThrow(expect.objectContaining({ code: 'KT_CATALOG' }));
        },
      },
      {
        name: 'a rule that is broken',
        heldIn: 'the catalog',
        shows: () => {
          const content = contentWith('---\nid: etcd-server-cert\n---\n');

          expect(() => loadCatalog(content)).toThrow(expect.objectContaining({ code: 'KT_CATALOG' }));
        },
      },
      ...[
        ['a catalog cut short', '{"rules": ['] as const,
        ['a catalog of nothing', '{}'] as const,
        ['a catalog without rules', '{"rules":[],"benchmarks":[],"mappings":[],"safeguards":[]}'] as const,
      ].map(([name, catalog]) => ({
        name,
        heldIn: 'the command line',
        shows: async () => {
          const { status, stdout, stderr } = await scanWith(catalog);

          expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
          expect(stderr).toContain('kubetrue: ');
        },
      })),
    ],
  },
];
