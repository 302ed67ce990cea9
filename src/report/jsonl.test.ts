import { expect, test } from 'vitest';
import { conforming } from '../../test/live/support/schemas.ts';
import { renderJsonl } from './jsonl.ts';
import { finding, report } from './testing.ts';

function linesOf(text: string): Record<string, unknown>[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => conforming('report-line', JSON.parse(line)));
}

test('the first line is the report, each other one a finding', () => {
  const one = report([finding(), finding({ status: 'fail', rule: 'etcd-auto-tls' })]);

  const lines = linesOf(renderJsonl(one));

  expect(lines.map(({ record, rule }) => [record, rule])).toEqual([
    ['report', undefined],
    ['finding', 'etcd-peer-client-cert-auth'],
    ['finding', 'etcd-auto-tls'],
  ]);
  expect(lines[0]?.summary).toEqual(one.summary);
});

test('a finding stands alone: with time, node and everything the report has of it', () => {
  const one = report([finding({ status: 'fail' })]);

  const [, line] = linesOf(renderJsonl(one));

  expect(line).toEqual({
    ...one.findings[0],
    schema: 'kubetrue/report-line/v1',
    record: 'finding',
    at: one.at,
  });
});

test('a line end in a text does not end the line', () => {
  expect(linesOf(renderJsonl(report([finding({ reason: 'a\nb\u2028c' })])))).toHaveLength(2);
});
