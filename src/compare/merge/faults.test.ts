import { expect, test } from 'vitest';
import type { Report } from '../../model/finding.ts';
import { finding, report } from '../../report/testing.ts';
import { mergeFaults } from './faults.ts';
import { Matrix } from './matrix.ts';
import { newest } from './newest.ts';

function of(at: string, rules: readonly string[], changes: Partial<Report> = {}): Report {
  return { ...report(rules.map((rule) => finding({ rule }))), at, ...changes };
}

function faults(...reports: Report[]): string[] {
  const matrix = new Matrix();
  for (const [index, one] of reports.entries()) matrix.add(`${index}.json`, one);
  return mergeFaults(matrix.columns, newest(matrix.columns)).map(({ file, message }) => `${file} ${message}`);
}

const [OLD, NEW] = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'];
const cluster = (server: string) => ({ cluster: { server, nodes: ['cp-1'] } });

test('a newer report that was told to leave rules out does not replace a whole one', () => {
  expect(faults(of(OLD, ['a', 'b']), of(NEW, ['a']))).toEqual([
    expect.stringMatching(/^1.json tells of 1 rules on .*the older 0.json of 2/),
  ]);
  expect(faults(of(OLD, ['a']), of(NEW, ['a', 'b']))).toEqual([]);
});

test('another version of a benchmark may have fewer', () => {
  const benchmark = { name: 'cis-kubernetes', version: '1.11', chosenBecause: '' };

  expect(faults(of(OLD, ['a', 'b']), of(NEW, ['a'], { benchmark }))).toEqual([]);
});

test('two clusters may have nodes of one name', () => {
  const [one, other] = [cluster('https://a:6443'), cluster('https://b:6443')];

  expect(faults(of(OLD, ['a'], one), of(NEW, ['a'], other))).toEqual([
    expect.stringMatching(/^1.json tells of .* in the cluster https:\/\/b:6443/),
  ]);
  expect(faults(of(OLD, ['a'], one), of(NEW, ['a'], one))).toEqual([]);
});

test('the letter and what is in force are not counted together', () => {
  const letter = { judge: 'letter' as const };
  const other = { node: { ...report([]).node, name: 'w-1' }, ...letter };

  expect(faults(of(OLD, ['a']), of(OLD, ['a'], other))).toEqual([
    expect.stringMatching(/^1.json was judged by the benchmark's own sentences/),
  ]);
  expect(faults(of(OLD, ['a'], letter), of(OLD, ['a'], other))).toEqual([]);
});
