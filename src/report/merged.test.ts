import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { mergedReport } from '../compare/merge/index.ts';
import { Matrix } from '../compare/merge/matrix.ts';
import type { Status } from '../model/finding.ts';
import { renderMerged } from './merged.ts';
import { finding, report } from './testing.ts';
import type { Look } from './text/paint.ts';
import { widthOf } from './text/width.ts';

const PLAIN: Look = { color: false, unicode: true, width: 80 };

function text(
  nodes: readonly (readonly [name: string, status: Status])[],
  look = PLAIN,
  title?: string,
): string {
  const matrix = new Matrix();
  for (const [name, status] of nodes) {
    const one = report([finding({ status, ...(title === undefined ? {} : { title }) })]);
    matrix.add(`${name}.json`, { ...one, node: { ...one.node, name } });
  }
  return renderMerged(mergedReport({ matrix, toolVersion: '0.0.0', expected: null }), look);
}

const THREE = [
  ['cp-1', 'pass'],
  ['cp-2', 'pass'],
  ['cp-3', 'fail'],
] as const;

test('a few nodes have a column each', () => {
  expect(text(THREE)).toContain('  2.5  ✔ ✔ ✖  Require client certificates between etcd peers  HIGH\n');
  expect(text(THREE)).toContain('cp-3: fail; 2 of 3 nodes with its roles (etcd): pass');
});

test('many are counted', () => {
  const many = Array.from(
    { length: 400 },
    (_, index) => [`n${index}`, index < 20 ? 'fail' : 'pass'] as const,
  );

  expect(text(many)).toContain('400 nodes: etcd');
  expect(text(many)).toContain('20 fail · 380 pass');
  expect(text(many)).toContain('n0, n1, n10, n11, n12, n13, n14, n15, n16, n17, n18, n19 and 8 more:\n');
});

test('without UTF-8 there is only ASCII', () => {
  expect(text(THREE, { ...PLAIN, unicode: false })).toMatch(/^[\n -~]*$/);
});

test('names and titles do nothing to a terminal', () => {
  const hostile = text([['a\u001b[2J\u202e', 'fail']], { ...PLAIN, color: true }, 'x\u001b]0;y\u0007');

  expect(hostile).toContain('a\\x1b[2J\\u{202e}');
  expect(stripVTControlCharacters(hostile)).toMatch(/^[\n -~✖·]*$/);
});

test.each([40, 80, 200])('lines fit into %i columns', (width) => {
  const long = text(
    [...THREE, ['a-node-with-a-name-that-is-rather-long.example.internal', 'unknown']],
    { ...PLAIN, width },
    'Require a title that is longer than any of ours, to see how it goes on below itself',
  );

  expect(long.split('\n').filter((line) => widthOf(line) > width)).toEqual([]);
});
