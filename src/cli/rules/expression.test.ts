import { describe, expect, it } from 'vitest';
import type { ExpressionFacts } from '../../evaluate/input.ts';
import { compileExpression } from './expression.ts';

const FACTS: ExpressionFacts = {
  node: () => ({ value: { name: 'cp-1', roles: ['control-plane', 'etcd'], pids: 110 } }),
  files: () => ({
    value: Array.from({ length: 1_000 }, (_, index) => ({ path: `/f${index}`, mode: '600', group: 'cni' })),
    lookedAt: {
      path: new Set(Array.from({ length: 1_000 }, (_, index) => `/f${index}`)),
      group: new Set(['cni', 'pki']),
    },
  }),
  processes: () => ({ value: [{ path: '/not-a-file' }] }),
  cluster: () => ({ missing: 'No cluster was asked.' }),
};

function computed(text: string) {
  return compileExpression(text).compute(FACTS);
}

describe('an expression', () => {
  it.each([
    ["node.name == 'cp-1'", true],
    ["'worker' in node.roles", false],
    ['node.pids > 100', true],
    ["files.all(f, f.mode == '600')", true],
    ["files.exists(f, f.path == node.name) || node.roles.exists(r, r.startsWith('etc'))", true],
    ["node.name.matches('^cp-[0-9]+$')", true],
    ["files.filter(f, f.path.endsWith('7')).size() == 100", true],
  ])('is computed over facts: %s', (text, holds) => {
    expect(computed(text)).toEqual({ holds });
  });

  it.each([
    ['a fact that is not there', "node.colour == 'dark'", { unknown: expect.stringContaining('colour') }],
    [
      'a fact that one item lacks',
      "files.all(f, f.owner == 'root')",
      { unknown: expect.stringContaining('owner') },
    ],
    ['facts that were not collected', 'cluster.roles.size() > 0', { unknown: 'No cluster was asked.' }],
    ['a value that is no truth', 'node.pids', { error: expect.stringContaining('neither') }],
    ['a mixture of types', 'node.name > 5', { error: expect.any(String) }],
    ['a name that is none', 'globalThis == 1', { error: 'there is nothing called globalThis.' }],
  ])('is no verdict where it has %s', (_what, text, outcome) => {
    expect(computed(text)).toEqual(outcome);
  });

  it.each([
    ["!files.exists(f, f.path == '/etc/shadow' && f.mode != '000')", 'the file /etc/shadow'],
    ["!files.exists(f, '/etc/shadow' == f.path && f.mode != '000')", 'the file /etc/shadow'],
    ["files.all(f, f.path != '/etc/shadow' || f.mode == '000')", 'the file /etc/shadow'],
    ["!files.exists(f, f.path in ['/f1', '/etc/shadow'] && f.mode != '600')", 'the file /etc/shadow'],
    ["files.filter(f, f.mode == '600').all(g, g.path != '/etc/shadow')", 'the file /etc/shadow'],
    ["files.filter(f, f.group == 'nosuch').all(f, f.mode == '000')", 'files of the group nosuch'],
    [
      "node.roles.all(r, !files.exists(f, f.path == '/etc/' + r || f.group == 'no'))",
      'files of the group no',
    ],
  ])('has no value where it asks for a file that nobody looked at: %s', (text, what) => {
    expect(computed(text)).toEqual({ unknown: `No facts were collected about ${what}.` });
  });

  it.each([
    ["files.exists(f, f.path == '/f7' && f.mode == '600')", true],
    ["files.filter(f, f.group == 'pki').all(f, f.mode == '000')", true],
    ["node.name == 'cp-1' || files.exists(f, f.path == '/etc/shadow')", true],
    ["processes.exists(p, p.path == '/etc/shadow')", false],
  ])('has a value where other facts decide, or what was looked at is not there: %s', (text, holds) => {
    expect(computed(text)).toEqual({ holds });
  });

  it.each([
    [
      'loops in loops over facts',
      'files.all(a, files.all(b, files.all(c, a.path != b.path || c.path != "")))',
    ],
    ['loops in loops over its own lists', `${nested(9)}`],
    [
      'loops whose errors are passed over',
      'files.exists(a, files.exists(b, files.exists(c, false)) || false)',
    ],
  ])('ends by its cost: %s', (_what, text) => {
    const started = performance.now();

    expect(computed(text)).toEqual({ error: expect.stringMatching(/items|ms/) });

    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it.each(['^(a+)+$', '(a|aa)+$', '(.*a){25}'])('does not go back in the pattern %s', (pattern) => {
    const started = performance.now();

    computed(`'${'a'.repeat(3_000)}!'.matches('${pattern}')`);

    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each(['files.all(', '1 +', ''])('is refused: %j', (text) => {
    expect(() => compileExpression(text)).toThrow();
  });
});

function nested(depth: number): string {
  const list = `[${'1,'.repeat(40)}1]`;
  return depth === 0 ? 'true' : `${list}.all(v${depth}, ${nested(depth - 1)})`;
}
