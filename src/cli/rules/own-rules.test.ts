import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeFifo } from '../../../test/support/collect/tree.ts';
import { loadCatalog } from '../../catalog/index.ts';
import { withOwnRules } from '../../catalog/own/join.ts';
import { checkOwnRules } from '../../catalog/own/lint.ts';
import { readOwnRules } from '../../catalog/own/read.ts';
import { chooseBenchmark } from '../../catalog/select.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import type { Rule } from '../../model/rule.ts';
import { differencesFrom, judgeCase } from './cases/judge-case.ts';
import { CasePki } from './cases/plant-case.ts';
import { expressionsOf } from './expressions.ts';
import { namesFor } from './names.ts';
import { readOwnCases } from './own-cases.ts';
import { templateFor } from './template.ts';

const catalog = loadCatalog('content');
const names = namesFor(catalog);
const pki = new CasePki();
const { benchmark } = chooseBenchmark(catalog, null);

function planted(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'kubetrue-own-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

const TEMPLATE = templateFor('etcd', 'etcd-ours');
const RULE = TEMPLATE['rule.md'] ?? '';

/** The new rule of etcd with another text in one place. */
function changed(from: string | RegExp, to: string): Record<string, string> {
  const text = RULE.replace(from, to);
  if (text === RULE) throw new Error(`the rule has no ${from}`);
  return ruleFolder({ ...TEMPLATE, 'rule.md': text });
}

function ruleFolder(files: Readonly<Record<string, string>>, path = 'etcd/ours'): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${path}/${name}`, text]));
}

function linted(directory: string): void {
  const rules = readOwnRules([directory]);
  checkOwnRules(rules, catalog, names);
  readOwnCases(rules);
}

function problemsIn(files: Readonly<Record<string, string>>): readonly Problem[] {
  try {
    linted(planted(files));
  } catch (error) {
    if (error instanceof KubetrueError && error.code === 'KT_RULE') return error.problems;
    throw error;
  }
  return [];
}

describe('a new rule', () => {
  it.each(names.components)('of %s lints, and its cases end as they expect', async (component) => {
    const path = `${component}/ours`;
    const directory = planted(ruleFolder(templateFor(component, `${component}-ours`), path));

    const rules = readOwnRules([directory]);
    checkOwnRules(rules, catalog, names);
    const cases = readOwnCases(rules);

    expect(cases.map(({ content }) => content.expect.status)).toEqual(
      expect.arrayContaining(['pass', 'fail']),
    );
    const grounds = { catalog, benchmark, rules: rules.map(({ rule }) => rule), pki };
    for (const { located, content } of cases)
      expect(differencesFrom(content.expect, await judgeCase(located.rule, content, grounds))).toEqual([]);
  });

  it('whose case expects something else is told of', async () => {
    const rules = readOwnRules([planted(ruleFolder(TEMPLATE))]);
    const [rule] = rules.map((one) => one.rule);
    const [first] = readOwnCases(rules);
    if (rule === undefined || first === undefined) throw new Error('no rule');

    const findings = await judgeCase(rule, first.content, { catalog, benchmark, rules: [rule], pki });

    expect(differencesFrom({ status: 'fail' }, findings)).toEqual([
      expect.stringContaining('expected fail, got pass'),
    ]);
    expect(differencesFrom({ status: 'pass', letter: 'fail' }, findings)).toHaveLength(1);
    expect(differencesFrom({ status: 'pass', reason: ['no such words'] }, findings)).toHaveLength(1);
    expect(differencesFrom({ status: 'pass', evidence: [{ setting: 'lamp' }] }, findings)).toHaveLength(1);
    expect(findings[0]?.definedIn).toMatch(/etcd\/ours\/rule\.md$/);
  });
});

describe('rules lint', () => {
  it.each<[string, Record<string, string>, Partial<Problem>]>([
    [
      'an unknown setting',
      changed('client-cert-auth], must', 'client-cert-auht], must'),
      { message: 'etcd has no setting client-cert-auht', hint: 'did you mean "client-cert-auth"?' },
    ],
    [
      'an unknown property',
      changed(/check: .*/, 'check: { each: client-listener, must: { certificate: [configured] } }'),
      { hint: 'did you mean "client-listeners"?' },
    ],
    ['an unknown predicate', changed('equal', 'equals'), { hint: 'did you mean "equal"?' }],
    [
      'another component',
      changed('component: etcd', 'component: etdc'),
      { message: 'component must be that of the folder, etcd' },
    ],
    [
      'another id',
      changed('id: etcd-ours', 'id: etcd-theirs'),
      { message: 'id must be that of the folder, etcd-ours' },
    ],
    [
      'an alias that is taken',
      changed('aliases: []', 'aliases: [etcd-auto-tls]'),
      { message: 'etcd-auto-tls is already taken by etcd-auto-tls' },
    ],
    [
      'an unknown key',
      changed('key: own.etcd-ours', 'key: etcd.auto-tsl'),
      { hint: 'did you mean "etcd.auto-tls"?' },
    ],
    [
      'an unknown rule to stand in for',
      changed('key: own', 'replaces: [etcd-auto-tsl]\nkey: own'),
      { hint: 'did you mean "etcd-auto-tls"?' },
    ],
    [
      'a rule to stand in for elsewhere',
      changed('key: own', 'replaces: [etcd-auto-tls]\nkey: own'),
      {
        message: 'nothing would judge the control of etcd-auto-tls: this rule has the key own.etcd-ours',
        hint: 'key: etcd.auto-tls puts it there; a rule takes the place of those of one control',
      },
    ],
    [
      'an unknown proof',
      changed('evidence: []', 'evidence: []\nproof: etcd-shines'),
      { message: 'there is no proof etcd-shines of etcd' },
    ],
    ['a section missing', changed(/## Impact\n\n.*\n\n/, ''), { message: '## Impact is missing' }],
    [
      'a parameter that nothing uses',
      changed(
        'evidence: []',
        'parameters: { lamp: { default: dark, description: Of the lamp } }\nevidence: []',
      ),
      { message: 'nothing uses the parameter lamp' },
    ],
    [
      'a parameter that is not there',
      changed('equal: true', 'equal: $lamp'),
      { message: '$lamp is no parameter of this rule' },
    ],
    [
      'a case of another shape',
      {
        ...ruleFolder(TEMPLATE),
        'etcd/ours/cases/odd.pass.yaml':
          'why: a mistyped key\ngiven: { ectd: {} }\nexpect: { status: pass }\n',
      },
      { message: 'given.ectd is not a known key', line: 2, hint: 'did you mean "etcd"?' },
    ],
    [
      'a case that expects another status',
      {
        ...ruleFolder(TEMPLATE),
        'etcd/ours/cases/odd.pass.yaml': 'why: the name says pass\ngiven: {}\nexpect: { status: fail }\n',
      },
      { message: 'the file is named pass and expects fail', line: 3 },
    ],
    [
      'a YAML bomb',
      changed('aliases: []', `bomb: [${'&a [x],*a,'.repeat(2)}]\naliases: ${bomb()}`),
      { line: expect.any(Number) as number },
    ],
    [
      'a rule of megabytes',
      changed('What is asked of what.', 'dark '.repeat(100_000)),
      { message: 'is larger than 131072 bytes' },
    ],
    [
      'a directory without rules',
      { 'etcd/readme.txt': 'lamps' },
      { message: 'does not belong here: only folders do' },
    ],
    ['an empty directory', {}, { message: 'holds no rule' }],
  ])('tells of %s', (_what, files, problem) => {
    const problems = problemsIn(files);

    expect(problems).toContainEqual(expect.objectContaining({ ...problem, file: expect.any(String) }));
  });

  it.each([
    ['etcd/ours/rule.md', 'is a device', (path: string) => symlinkSync('/dev/zero', path)],
    ['etcd/ours/rule.md', 'is no regular file', makeFifo],
    ['etcd/ours/cases/odd.pass.yaml', 'is a device', (path: string) => symlinkSync('/dev/zero', path)],
    ['etcd/ours/cases/odd.pass.yaml', 'is no regular file', makeFifo],
    [
      'etcd/ours/rule.md',
      expect.stringContaining('cannot be read: ELOOP'),
      (path: string) => symlinkSync(path, path),
    ],
  ])('does not wait for %s that %s', (place, message, make) => {
    const directory = planted(ruleFolder(TEMPLATE));
    rmSync(join(directory, place), { force: true });
    make(join(directory, place));

    expect(() => linted(directory)).toThrow(
      expect.objectContaining({ problems: [{ message, file: join(directory, place) }] }),
    );
  });

  it('has nothing to say about rules of ours that were copied under another name', () => {
    const copied = RULE.replace(
      'key: own.etcd-ours',
      'replaces: [etcd-client-cert-auth]\nkey: etcd.client-cert-auth',
    );

    expect(problemsIn(ruleFolder({ ...TEMPLATE, 'rule.md': copied }))).toEqual([]);
  });
});

describe('a case of somebody else', () => {
  it.each([
    ['..', 'files: { /../../kubetrue-leaked: x }'],
    ['a link that it plants', 'files: { /out: { link: / }, /out/tmp/kubetrue-leaked: x }'],
    ['a mode through a link', 'files: { /etc/lamp: { link: /etc/hostname } }\n  modes: { /etc/lamp: "777" }'],
    ['a directory', 'directories: [/../../kubetrue-leaked]'],
  ])('does not lead out of its node by %s', async (_how, given) => {
    const directory = planted({
      ...ruleFolder(TEMPLATE),
      'etcd/ours/cases/leads-out.pass.yaml': `why: a path that leads out\ngiven:\n  ${given}\nexpect: { status: pass }\n`,
    });
    const rules = readOwnRules([directory]);
    const leading = readOwnCases(rules).find(({ name }) => name === 'leads-out.pass');
    const [located] = rules;
    if (leading === undefined || located === undefined) throw new Error('no such case');

    const judged = judgeCase(located.rule, leading.content, {
      catalog,
      benchmark,
      rules: [located.rule],
      pki,
    });

    await expect(judged).rejects.toThrow('leads out of its node');
  });

  it.each(['modes: { /etc: lamp }', 'cluster: { namespaces: lamp }', 'cluster: { roles: [{ rules: 5 }] }'])(
    'that cannot be planted is told of: %s',
    async (given) => {
      const directory = planted({
        ...ruleFolder(TEMPLATE),
        'etcd/ours/cases/odd.pass.yaml': `why: nonsense is given\ngiven:\n  ${given}\nexpect: { status: pass }\n`,
      });
      const [located] = readOwnRules([directory]);
      const odd = readOwnCases(readOwnRules([directory])).find(({ name }) => name === 'odd.pass');
      if (odd === undefined || located === undefined) throw new Error('no such case');

      const judged = judgeCase(located.rule, odd.content, { catalog, benchmark, rules: [located.rule], pki });

      await expect(judged).rejects.toMatchObject({ code: 'KT_RULE' });
    },
  );
});

describe("rules of one's own beside ours", () => {
  function ownRule(): Rule {
    const [own] = readOwnRules([planted(ruleFolder(TEMPLATE))]).map(({ rule }) => rule);
    if (own === undefined) throw new Error('no rule');
    return own;
  }
  const control = (joined: ReturnType<typeof withOwnRules>, key: string) =>
    joined.benchmark.controls.filter((one) => one.key === key).map(({ rules }) => rules);

  it('stand for themselves, or beside the control of their key', () => {
    const own = ownRule();

    expect(control(withOwnRules(catalog, benchmark, [own]), 'own.etcd-ours')).toEqual([['etcd-ours']]);
    expect(
      control(withOwnRules(catalog, benchmark, [{ ...own, key: 'etcd.auto-tls' }]), 'etcd.auto-tls'),
    ).toEqual([['etcd-auto-tls', 'etcd-ours']]);
  });

  it('take the place of a rule of ours only where they say so', () => {
    const instead = { ...ownRule(), key: 'etcd.auto-tls', replaces: ['etcd-auto-tls'] };

    expect(control(withOwnRules(catalog, benchmark, [instead]), 'etcd.auto-tls')).toEqual([['etcd-ours']]);
  });
});

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, index) => `&b${index + 1} [${`*b${index},`.repeat(9)}]`);
  return `[&b0 [lamp], ${levels.join(', ')}]`;
}

describe('a rule with an expression', () => {
  const CHECK = /check: .*\n/;
  const withExpression = (cel: string) =>
    changed(CHECK, `check: { cel: ${JSON.stringify(cel)}, otherwise: Strangers are let in. }\n`);

  it('joins what runs with its files, and is judged by its cases', async () => {
    const files = withExpression(
      "process.settings['client-cert-auth'] && !files.exists(f, f.group == 'etcd-datadir' && f.mode != '700')",
    );
    const text = files['etcd/ours/rule.md']?.replace('evidence: []', 'evidence: [client-cert-auth]') ?? '';
    const rules = readOwnRules([planted({ ...files, 'etcd/ours/rule.md': text })]);
    const [rule] = rules.map((one) => one.rule);
    if (rule === undefined) throw new Error('no rule');
    const grounds = { catalog, benchmark, rules: [rule], pki, expression: await expressionsOf(rules) };
    const statusOf = async (modes: Record<string, string>, argv: string[]) => {
      const given = { etcd: { argv }, directories: ['/var/lib/etcd'], modes };
      const content = { why: 'mode and flag', given, expect: { status: 'pass' as const } };
      return (await judgeCase(rule, content, grounds)).map(({ status, reason }) => [
        status,
        reason.slice(0, 24),
      ]);
    };

    expect(await statusOf({ '/var/lib/etcd': '700' }, [])).toEqual([['pass', 'It holds that process.se']]);
    expect(await statusOf({ '/var/lib/etcd': '755' }, [])).toEqual([['fail', 'Strangers are let in.']]);
    expect(await statusOf({ '/var/lib/etcd': '700' }, ['--client-cert-auth=false'])).toEqual([
      ['fail', 'Strangers are let in.'],
    ]);
  });

  it.each([
    ['files.all(', { message: expect.stringContaining('is no expression of CEL') }],
    [
      "files.exists(f, f.group == 'etcd-datdir')",
      { message: 'there is no group of files called etcd-datdir', hint: 'did you mean "etcd-datadir"?' },
    ],
    ['fiels.size() > 0', { message: 'there are no facts called fiels', hint: 'did you mean "files"?' }],
  ])('is refused when it is broken: %s', async (cel, problem) => {
    const rules = readOwnRules([planted(withExpression(cel))]);

    await expect(expressionsOf(rules)).rejects.toMatchObject({
      code: 'KT_RULE',
      problems: [{ ...problem, line: expect.any(Number), file: expect.any(String) }],
    });
  });
});
