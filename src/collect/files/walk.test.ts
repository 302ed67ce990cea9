import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plantTree } from '../../../test/support/collect/tree.ts';
import { readValue } from '../../machine/reading.ts';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { walk } from './walk.ts';

function walked(root: string, path: string) {
  const fs = readValue(RootedFs.open(root, 'CAP_DAC_READ_SEARCH'));
  if (fs === undefined) throw new Error('the tree cannot be opened');
  try {
    return walk(fs, path);
  } finally {
    fs.close();
  }
}

function names(root: string, path: string) {
  const content = readValue(walked(root, path));
  return content?.kind === 'listing' ? content.names : null;
}

describe('a walk', () => {
  const tree = () =>
    plantTree({
      'd/b.conf': '',
      'd/b-c.conf': '',
      'd/b/z.conf': '',
      'd/.hidden/a': '',
      'd/sub': { link: '../other' },
      'd/one.conf': { link: '../other/x' },
      'd/gone': { link: 'nowhere' },
      'other/x': '',
      link: { link: 'd' },
    });

  it('goes through each directory in the order of names, and follows no link', () => {
    const seen = names(tree(), '/d');

    expect(seen).toEqual([
      '.hidden/',
      '.hidden/a',
      'b/',
      'b/z.conf',
      'b-c.conf',
      'b.conf',
      'gone',
      'one.conf',
      'sub',
    ]);
  });

  it.each([
    ['a link to a directory', '/link', ['']],
    ['a file', '/other/x', ['']],
    [
      'a link with a slash after it',
      '/link/',
      ['.hidden/', '.hidden/a', 'b/', 'b/z.conf', 'b-c.conf', 'b.conf', 'gone', 'one.conf', 'sub'],
    ],
  ])('from %s', (_name, path, expected) => {
    const seen = names(tree(), path);

    expect(seen).toEqual(expected);
  });

  it('says when it is too deep', () => {
    const root = plantTree({ 'd/x': '' });
    mkdirSync(join(root, 'd', ...Array.from({ length: 20 }, () => 'n')), { recursive: true });

    const reading = walked(root, '/d');

    expect(reading).toMatchObject({ state: 'unreadable', reason: expect.stringContaining('nested') });
  });
});
