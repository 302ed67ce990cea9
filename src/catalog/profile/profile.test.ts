import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KubetrueError } from '../../model/errors.ts';
import { loadCatalog } from '../index.ts';
import { chooseBenchmark } from '../select.ts';
import { withProfile } from './apply.ts';
import { readProfile } from './read.ts';

const catalog = loadCatalog(fileURLToPath(new URL('../../../content', import.meta.url)));
const { benchmark } = chooseBenchmark(catalog, 'cis-kubernetes@1.12');

function read(text: string) {
  const directory = mkdtempSync(join(tmpdir(), 'kubetrue-profile-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'p.yaml');
  writeFileSync(path, `schema: kubetrue/profile/v1\nname: ours\n${text}`);
  return readProfile(path, catalog);
}

function applied(text: string) {
  return withProfile({ catalog, benchmark }, read(text), 'p.yaml');
}

function problems(text: string): string[] {
  try {
    applied(text);
  } catch (error) {
    if (error instanceof KubetrueError)
      return error.problems.map(({ line, message, hint }) => `${line}: ${message} (${hint})`);
    throw error;
  }
  return [];
}

test('without lists all of the benchmark is judged as it is', () => {
  const { report, ...rest } = applied('');

  expect(rest).toEqual({ catalog, benchmark });
  expect(report).toEqual({ name: 'ours', file: 'p.yaml', leftOut: [], changed: [], elsewhere: [] });
});

describe('select', () => {
  const left = (text: string) => applied(`select:\n  ${text}`).benchmark.controls;

  test('takes what is in each of its lists', () => {
    expect(
      left('controls: ["2.5", "2.6", "4.2.1"]\n  components: [etcd]').map(({ control }) => control),
    ).toEqual(['2.5', '2.6']);
  });

  test('of components leaves no control that only a person judges', () => {
    expect(left('components: [etcd]').every(({ rules }) => rules.length > 0)).toBe(true);
  });

  test('of levels takes all of a level', () => {
    const one = benchmark.controls.filter(({ level }) => level === 1);

    expect(left('levels: [1]')).toEqual(one);
    expect(applied('select:\n  levels: [1]').report.leftOut).toHaveLength(
      benchmark.controls.length - one.length,
    );
  });

  test('of nothing that the version has is refused', () => {
    expect(problems('select:\n  rules: [etcd-auto-tls]\n  components: [kubelet]')).toEqual([
      'undefined: It leaves nothing of cis-kubernetes 1.12 to judge. (undefined)',
    ]);
  });
});

describe('exclude', () => {
  test('leaves out a control or a rule, and tells why', () => {
    const { benchmark: judged, report } = applied(
      'exclude:\n  - { control: "2.7", reason: one CA }\n  - { rule: etcd-auto-tls, reason: no TLS here }',
    );

    expect(report.leftOut).toEqual([
      { control: '2.3', rule: 'etcd-auto-tls', reason: 'no TLS here' },
      { control: '2.7', reason: 'one CA' },
    ]);
    expect(judged.controls).toHaveLength(benchmark.controls.length - 2);
  });
});

describe('override', () => {
  test('asks for another value, whatever rule and version ask for', () => {
    const rule = catalog.rules.find(({ parameters }) => 'also' in parameters);
    const newest = chooseBenchmark(catalog, 'cis-kubernetes@2.0.1').benchmark;
    const text = `override:\n  - { rule: ${rule?.id}, parameters: { also: [secrets] }, reason: ours }`;

    const {
      benchmark: judged,
      catalog: rules,
      report,
    } = withProfile({ catalog, benchmark: newest }, read(text), 'p.yaml');

    const control = judged.controls.find((one) => one.rules.includes(rule?.id ?? ''));
    expect(control?.parameters).toEqual({ also: ['secrets'] });
    expect(rules.rules.find(({ id }) => id === rule?.id)?.parameters.also?.default).toEqual(['secrets']);
    expect(report.changed).toEqual([
      {
        rule: rule?.id,
        parameters: {
          also: { from: ['certificatesigningrequests', 'serviceaccounts/token'], to: ['secrets'] },
        },
        reason: 'ours',
      },
    ]);
  });

  test('gives another severity', () => {
    const { catalog: rules, report } = applied(
      'override:\n  - { rule: etcd-auto-tls, severity: low, reason: behind a VPN }',
    );

    expect(rules.rules.find(({ id }) => id === 'etcd-auto-tls')?.severity).toBe('low');
    expect(report.changed).toEqual([
      { rule: 'etcd-auto-tls', severity: { from: expect.any(String), to: 'low' }, reason: 'behind a VPN' },
    ]);
  });

  test.each([
    [
      'no such rule',
      '{ rule: etcd-auto-tl, severity: low, reason: r }',
      /no rule "etcd-auto-tl" .*etcd-auto-tls/,
    ],
    [
      'no such parameter',
      '{ rule: etcd-auto-tls, parameters: { days: 1 }, reason: r }',
      /has no parameter days/,
    ],
    ['nothing changed', '{ rule: etcd-auto-tls, reason: r }', /changes nothing/],
    ['no reason', '{ rule: etcd-auto-tls, severity: low }', /reason/],
    [
      'a wrong kind of value',
      '{ rule: kube-apiserver-request-timeout, parameters: { ceiling: 300 }, reason: r }',
      /ceiling must be a string, as its default "300s" is/,
    ],
  ])('with %s is refused, at its line', (_what, text, expected) => {
    const [first] = problems(`override:\n  - ${text}`);

    expect(first).toMatch(/^4: /);
    expect(first).toMatch(expected);
  });

  test('of one rule twice is refused', () => {
    const one = '  - { rule: etcd-auto-tls, severity: low, reason: r }';

    expect(problems(`override:\n${one}\n${one}`)).toEqual([
      '5: etcd-auto-tls is changed twice (put both changes into one)',
    ]);
  });
});

test('what another version of the benchmark has is told', () => {
  expect(applied('exclude:\n  - { control: "5.7.4", reason: r }\n').report.elsewhere).toEqual(['5.7.4']);
});

test.each([
  ['a misspelt key', 'selct: {}', /selct/],
  ['a bomb', 'a: &a [x, x]\nb: &b [*a, *a]\n', /./],
])('%s is refused', (_what, text, expected) => {
  expect(problems(text).join('\n')).toMatch(expected);
});
