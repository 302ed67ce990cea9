import { expect, test } from 'vitest';
import { renderJson } from './json.ts';
import { finding, report } from './testing.ts';

test('keys come in one order, however the report was put together', () => {
  const one = report([finding()]);
  const shuffled = Object.fromEntries(Object.entries(one).reverse()) as typeof one;

  expect(renderJson(shuffled)).toBe(renderJson(one));
  expect(Object.keys(JSON.parse(renderJson(one)))).toEqual([
    ...['schema', 'tool', 'at', 'benchmark', 'node', 'findings', 'summary', 'grades', 'coverage'],
  ]);
});

test('it reads back as the same report', () => {
  const one = report([finding({ status: 'fail', letter: 'pass', letterReason: 'the switch is set' })]);

  expect(JSON.parse(renderJson(one))).toEqual(one);
});

test('text that no UTF-8 can hold is escaped', () => {
  const text = renderJson(report([finding({ reason: 'half a pair: \ud800' })]));

  expect(text).toContain('half a pair: \\ud800');
  expect(text.isWellFormed()).toBe(true);
});

test('what JSON leaves as it is and a terminal obeys is escaped', () => {
  const text = renderJson(report([finding({ reason: 'del \u007f, one-byte escape \u009b31m' })]));

  expect(text).toContain('del \\u007f, one-byte escape \\u009b31m');
  expect(JSON.parse(text).findings[0].reason).toBe('del \u007f, one-byte escape \u009b31m');
});

test('it ends with a line end', () => {
  expect(renderJson(report([])).endsWith('}\n')).toBe(true);
});
