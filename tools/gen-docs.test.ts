import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../src/catalog/index.ts';
import { DOCS, rulePages, staleDocs, writeDocs } from './gen-docs.ts';

const pages = rulePages(loadCatalog('content'));
let directory: string;

beforeEach(() => {
  directory = `${mkdtempSync(join(tmpdir(), 'kubetrue-docs-'))}/`;
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe('the generated rule pages', () => {
  it('are the ones in the tree', () => {
    const stale = staleDocs(pages, DOCS);

    expect(stale).toEqual([]);
  });

  it('link every rule from the index', () => {
    const index = pages.get('README.md') ?? '';

    const missing = [...pages.keys()].filter((name) => name !== 'README.md' && !index.includes(`](${name})`));

    expect(missing).toEqual([]);
  });

  it('are found stale when missing, changed or left over', () => {
    writeDocs(pages, directory);
    writeFileSync(`${directory}etcd-peer-cert.md`, 'changed');
    writeFileSync(`${directory}etcd-gone.md`, 'left over');
    rmSync(`${directory}README.md`);

    const stale = staleDocs(pages, directory);

    expect(stale).toEqual(['README.md', 'etcd-gone.md', 'etcd-peer-cert.md']);
  });
});
