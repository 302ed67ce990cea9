import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { KubetrueError } from '../../model/errors.ts';
import { loadCatalog } from '../index.ts';
import { lintWaivers, readWaivers } from './read.ts';
import { overlapProblems } from './sense.ts';

const AT = new Date('2026-11-24T10:00:00Z');
const catalog = loadCatalog(fileURLToPath(new URL('../../../content', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'kubetrue-waivers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string | Buffer): string {
  const path = join(folder, 'w.yaml');
  writeFileSync(path, text);
  return path;
}

/** A file of one entry for each scope. */
function yaml(...entries: readonly (readonly [id: string, scope: string, expires: string])[]): string {
  const list = entries.map(
    ([id, scope, expires]) =>
      `  - id: ${id}\n    scope: ${scope}\n    reason: r\n    owner: o\n    approver: a\n    expires: ${expires}\n`,
  );
  return `schema: kubetrue/waivers/v1\nwaivers:\n${list.join('')}`;
}

function told(text: string | Buffer): string[] {
  return lintWaivers(fileOf(text), catalog, AT).problems.map(
    ({ code, line, message, hint }) =>
      `${code}:${line ?? ''} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

const LATER = '2027-01-01';

test('a good file has no problem, whatever its line ends', () => {
  const text = yaml(
    ['W-1', '{ rule: etcd-auto-tls, node: "cp-*" }', LATER],
    ['W-2', '{ control: "2.5" }', LATER],
  );

  expect(told(text)).toEqual([]);
  expect(told(text.replaceAll('\n', '\r\n'))).toEqual([]);
});

test('an alias of a rule becomes its id', () => {
  const rules = catalog.rules.map((one) => (one.id === 'etcd-auto-tls' ? { ...one, aliases: ['old'] } : one));
  const path = fileOf(yaml(['W-1', '{ rule: old }', LATER]));

  const { waivers } = readWaivers(path, { ...catalog, rules }, AT);

  expect(waivers[0]?.waiver.scope).toEqual({ rule: 'etcd-auto-tls' });
});

describe('mistakes', () => {
  test.each<[string, string | Buffer, string[]]>([
    [
      'a rule that is none',
      yaml(['W-1', '{ rule: etcd-auto-tsl }', LATER]),
      ['KT_UNKNOWN_RULE:4 there is no rule "etcd-auto-tsl" (did you mean "etcd-auto-tls"?)'],
    ],
    [
      'a control that is none',
      yaml(['W-1', '{ control: "2.55" }', LATER]),
      ['KT_UNKNOWN_CONTROL:4 there is no control "2.55" in any benchmark (did you mean "2.5"?)'],
    ],
    [
      'a benchmark that is none',
      yaml(['W-1', '{ control: "2.5", benchmark: cis-kubernets }', LATER]),
      ['KT_UNKNOWN_BENCHMARK:4 there is no benchmark "cis-kubernets" (did you mean "cis-kubernetes"?)'],
    ],
    [
      'a component that is none',
      yaml(['W-1', '{ rule: etcd-auto-tls, component: ectd }', LATER]),
      ['KT_UNKNOWN_COMPONENT:4 there is no component "ectd" (did you mean "etcd"?)'],
    ],
    [
      'a number that YAML has cut',
      yaml(['W-1', '{ control: 5.10 }', LATER]),
      ['KT_WAIVERS:4 waivers.0.scope.control must be text like \\S, not 5.1 (write it in quotes)'],
    ],
    [
      'no such day',
      yaml(['W-1', '{ control: "2.5" }', '2027-02-30']),
      ['KT_WAIVERS:8 there is no such day: 2027-02-30'],
    ],
    [
      'time that is over',
      yaml(['W-1', '{ control: "2.5" }', '2026-11-23']),
      ['KT_WAIVER_EXPIRED:8 waiver W-1 expired (decide again, or remove it: it covers nothing any more)'],
    ],
    [
      'an id twice',
      yaml(['W-1', '{ control: "2.5" }', LATER], ['W-1', '{ control: "2.6" }', LATER]),
      [
        'KT_WAIVER_TWICE:9 the id W-1 stands also in line 3 (keep one of them, or narrow both: one failure has one waiver)',
      ],
    ],
    [
      'one within another',
      yaml(['W-1', '{ control: "2.5" }', LATER], ['W-2', '{ control: "2.5", node: cp-1 }', LATER]),
      [
        'KT_WAIVER_TWICE:10 W-2 is about what W-1 in line 3 is about (keep one of them, or narrow both: one failure has one waiver)',
      ],
    ],
    ['no text', Buffer.from([0xff, 0xfe, 0x00]), ['KT_WAIVERS: cannot be read: it is not UTF-8 text']],
    ['nothing', '', ['KT_WAIVERS:1 the document must be a map, not null']],
    ['a list that goes too deep', '['.repeat(50_000), ['KT_WAIVERS:1 is nested too deeply']],
    [
      'aliases that multiply',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...[...'bcdefgh'].map(
          (one, index) => `${one}: &${one} [${Array(9).fill(`*${'abcdefgh'[index]}`).join()}]`,
        ),
      ].join('\n'),
      ['KT_WAIVERS:1 has YAML aliases that unfold without measure'],
    ],
    ['more than any list', Buffer.alloc(5 * 1024 * 1024, 0x20), ['KT_WAIVERS: is larger than 4194304 bytes']],
  ])('%s', (_name, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('keys that every object has are known as little as others', () => {
    const text = yaml(['W-1', '{ rule: etcd-auto-tls, constructor: x, __proto__: y }', LATER]);

    expect(told(text).map((one) => one.split(' (')[0])).toEqual([
      'KT_WAIVERS:4 waivers.0.scope.constructor is not a known key',
      'KT_WAIVERS:4 waivers.0.scope.__proto__ is not a known key',
    ]);
  });

  test('a device is not read to its end', () => {
    expect(lintWaivers('/dev/zero', catalog, AT).problems).toEqual([
      { code: 'KT_WAIVERS', message: 'is a device', file: '/dev/zero' },
    ]);
  });
});

test.each([
  ['two nodes', '{ control: "2.5", node: cp-1 }', '{ control: "2.5", node: cp-2 }'],
  ['two objects', '{ control: "5.2.2", object: "Pod a/b" }', '{ control: "5.2.2", object: "Pod a/c" }'],
  ['two benchmarks', '{ control: "2.5", benchmark: cis-rke2 }', '{ control: "2.5", benchmark: cis-k3s }'],
])('%s do not meet', (_name, left, right) => {
  expect(told(yaml(['W-1', left, LATER], ['W-2', right, LATER]))).toEqual([]);
});

test('what cannot be looked at is a problem', () => {
  const loop = join(folder, 'loop.yaml');
  symlinkSync(loop, loop);

  for (const [path, code] of [
    [loop, 'ELOOP'],
    [join(folder, 'w'.repeat(5_000)), 'ENAMETOOLONG'],
    [join(folder, 'none'), 'ENOENT'],
  ] as const)
    expect(lintWaivers(path, catalog, AT).problems).toMatchObject([
      { message: expect.stringContaining(`cannot be read: ${code}`) as string, file: path },
    ]);
});

test.each(['node', 'object'])('thousands of waivers, each for another %s, take a moment', (place) => {
  const terms = { reason: 'r', owner: 'o', approver: 'a', expires: LATER };
  const located = Array.from({ length: 5_000 }, (_, index) => ({
    waiver: { ...terms, id: `W-${index}`, scope: { control: '2.5', [place]: `n${index}` } },
    ...{ index, line: index },
  }));
  const started = process.cpuUsage();

  expect(overlapProblems(located, AT)).toEqual([]);

  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
});

test('of several waivers that overlap one, the first in the file is told', () => {
  const text = yaml(
    ['W-1', '{ control: "2.5", node: [cp-1, cp-2] }', LATER],
    ['W-2', '{ control: "2.5", node: "worker-*", object: a }', LATER],
    ['W-3', '{ control: "2.5", node: worker-1, object: [b, "a*"] }', LATER],
    ['W-4', '{ control: "2.5", node: [worker-2, cp-2] }', LATER],
    ['W-5', '{ control: "2.5", component: etcd }', LATER],
    ['W-6', '{ control: "2.5", node: db-1, component: kubelet }', LATER],
  );

  expect(told(text).map((one) => one.split(' (')[0])).toEqual([
    'KT_WAIVER_TWICE:16 W-3 is about what W-2 in line 9 is about',
    'KT_WAIVER_TWICE:22 W-4 is about what W-1 in line 3 is about',
    'KT_WAIVER_TWICE:28 W-5 is about what W-1 in line 3 is about',
  ]);
});

describe('to judge by', () => {
  test('time that is over is no mistake, and its renewal no second waiver', () => {
    const text = yaml(['W-1', '{ control: "2.5" }', '2026-01-01'], ['W-2', '{ control: "2.5" }', LATER]);

    expect(readWaivers(fileOf(text), catalog, AT).waivers.map(({ line }) => line)).toEqual([3, 9]);
  });

  test('all mistakes are told at once', () => {
    const path = fileOf(yaml(['W-1', '{ rule: nope }', LATER], ['W-2', '{ control: "99" }', LATER]));

    expect(() => readWaivers(path, catalog, AT)).toThrow(KubetrueError);
    expect(() => readWaivers(path, catalog, AT)).toThrow(/no rule "nope"[\s\S]*no control "99"/);
  });
});
