import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KubetrueError, type Problem } from '../model/errors.ts';
import { loadCatalog } from './index.ts';
import { parseRange } from './kubernetes-range.ts';

describe('the rule set', () => {
  const catalog = loadCatalog('content');

  it('holds all benchmarks by name, and the versions of each oldest first', () => {
    const versions = catalog.benchmarks.map(({ name, version }) => `${name}@${version}`);

    expect(versions).toEqual([
      'cis-aks@1.8',
      'cis-eks@2.0.0',
      'cis-gke@1.9.0',
      'cis-k3s@1.9',
      ...['1.5', '1.6', '1.20', '1.23', '1.24', '1.7', '1.8', '1.9', '1.10', '1.11', '1.12', '2.0.1'].map(
        (version) => `cis-kubernetes@${version}`,
      ),
      'cis-openshift@1.9',
      'cis-rke2@1.8',
    ]);
  });

  it('has one default version of cis-kubernetes for every minor from 1.15 on, without a gap', () => {
    const minors = catalog.benchmarks
      .filter(({ name }) => name === 'cis-kubernetes')
      .flatMap(({ chosenFor }) => {
        const range = parseRange(chosenFor);
        if (range === null) throw new Error(chosenFor);
        return Array.from({ length: range.high - range.low + 1 }, (_, index) => range.low + index);
      });

    expect(minors).toEqual(Array.from({ length: 21 }, (_, index) => 15 + index));
  });

  it('maps every topic of cis-kubernetes to other frameworks', () => {
    const keys = catalog.benchmarks
      .filter(({ name }) => name === 'cis-kubernetes')
      .flatMap(({ controls }) => controls.map(({ key }) => key));
    const mapped = catalog.mappings.map(({ key }) => key);

    expect([...new Set(keys)].filter((key) => !mapped.includes(key))).toEqual([]);
    expect(new Set(mapped).size).toBe(mapped.length);
  });

  it('maps no topic that no control has', () => {
    const keys = new Set(catalog.benchmarks.flatMap(({ controls }) => controls.map(({ key }) => key)));

    expect(catalog.mappings.filter(({ key }) => !keys.has(key))).toEqual([]);
  });

  it('names safeguards and whole controls of the CIS Controls', () => {
    expect(catalog.safeguards).toContainEqual({
      version: '8',
      id: '3.3',
      name: 'Set up access control lists on data',
    });
    expect(catalog.safeguards).toContainEqual({ version: '7', id: '13', name: 'Protect data' });
  });

  it('asks 2.5 of every peer listener, several members given', () => {
    const rule = catalog.rules.find(({ id }) => id === 'etcd-peer-client-cert-auth');

    expect(rule).toMatchObject({
      severity: 'high',
      applies: { members: 'several' },
      check: { each: 'peer-listeners', must: { clientCertificates: ['required'] } },
      letter: { settings: ['peer-client-cert-auth'], must: { equal: true } },
    });
  });
});

describe('a broken rule set', () => {
  let content: string;

  beforeEach(() => {
    content = mkdtempSync(join(tmpdir(), 'kubetrue-content-'));
    cpSync('content', content, { recursive: true });
  });

  afterEach(() => {
    rmSync(content, { recursive: true });
  });

  function edit(file: string, change: (text: string) => string): void {
    const path = join(content, file);
    const text = readFileSync(path, 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`${file}: the edit changes nothing`);
    writeFileSync(path, changed);
  }

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(content, file)), { recursive: true });
    writeFileSync(join(content, file), text);
  }

  /** Problems with file names relative to the content directory. */
  function problems(): Problem[] {
    try {
      loadCatalog(content);
    } catch (error) {
      if (!(error instanceof KubetrueError)) throw error;
      expect(error.code).toBe('KT_CATALOG');
      return error.problems.map((problem) => ({
        ...problem,
        file: problem.file?.replace(`${content}/`, '') ?? '',
      }));
    }
    return [];
  }

  const RULE = 'rules/etcd/auto-tls/rule.md';
  const CONTROLS = 'controls/cis-kubernetes/1.12.yaml';

  it.each<[string, string, (text: string) => string, Problem]>([
    [
      'a key with a typo',
      RULE,
      (text) => text.replace('severity:', 'severty:'),
      {
        message: 'severty is not a known key',
        line: 6,
        excerpt: 'severty: high',
        hint: 'did you mean "severity"?',
      },
    ],
    [
      'a value that is none of the allowed ones',
      RULE,
      (text) => text.replace('severity: high', 'severity: hihg'),
      {
        message: 'severity must be one of high, medium, low, not "hihg"',
        line: 6,
        excerpt: 'severity: hihg',
        hint: 'did you mean "high"?',
      },
    ],
    [
      'a check with a typo inside',
      RULE,
      (text) => text.replace('must: { not: true }', 'must: { nto: true }'),
      {
        message: 'letter.must.nto is not a known key',
        line: 11,
        excerpt: 'letter: { settings: [auto-tls], must: { nto: true } }',
        hint: 'did you mean "not"?',
      },
    ],
    [
      'an id that is not that of the folder',
      RULE,
      (text) => text.replace('id: etcd-auto-tls', 'id: etcd-autotls'),
      { message: 'id must be that of the folder, etcd-auto-tls', line: 2, excerpt: 'id: etcd-autotls' },
    ],
    [
      'a section with a typo',
      RULE,
      (text) => text.replace('## Rationale', '## Rational'),
      {
        message: '## Rational is no section of a rule',
        line: 28,
        excerpt: '## Rational',
        hint: 'did you mean "Rationale"?',
      },
    ],
    [
      'broken YAML',
      CONTROLS,
      (text) => text.replace("version: '1.12'", "version: '1.12"),
      { message: expect.stringContaining('is no valid YAML'), line: 2, excerpt: "version: '1.12" },
    ],
    [
      'a version that is a number',
      CONTROLS,
      (text) => text.replace("version: '1.12'", 'version: 1.12'),
      {
        message: 'version must be text, not 1.12',
        line: 2,
        excerpt: 'version: 1.12',
        hint: 'write it in quotes',
      },
    ],
    [
      'a list of rules, which the key makes needless',
      'controls/cis-aks/1.8.yaml',
      (text) => text.replace('total: 51\n', 'total: 51\nrules: []\n'),
      {
        message: 'rules is not a known key',
        line: 6,
        excerpt: 'rules: []',
        hint: 'known keys: name, version, kubernetes, chosenFor, total, controls',
      },
    ],
    [
      'a key that no control has',
      RULE,
      (text) => text.replace('key: etcd.auto-tls', 'key: etcd.auto-tsl'),
      {
        message: 'no control of any benchmark has the key etcd.auto-tsl',
        line: 9,
        excerpt: 'key: etcd.auto-tsl',
        hint: 'did you mean "etcd.auto-tls"?',
      },
    ],
    [
      'a value for a parameter that no rule of the key has',
      CONTROLS,
      (text) => text.replace('key: etcd.auto-tls\n', 'key: etcd.auto-tls\n    parameters: { mode: off }\n'),
      {
        message: 'no rule of etcd.auto-tls has a parameter mode',
        line: 381,
        excerpt: '    parameters: { mode: off }',
      },
    ],
    [
      'a control that stands there twice',
      CONTROLS,
      (text) => text.replace("control: '2.4'", "control: '2.3'"),
      { message: 'control 2.3 stands there twice', line: 385, excerpt: "  - control: '2.3'" },
    ],
    [
      'a Kubernetes minor that two versions are chosen for',
      CONTROLS,
      (text) => text.replace("chosenFor: '1.32-1.34'", "chosenFor: '1.32-1.35'"),
      {
        message: 'Kubernetes 1.35 is already taken by version 1.12',
        line: 4,
        excerpt: "chosenFor: '1.35'",
      },
    ],
    [
      'a range that is none',
      CONTROLS,
      (text) => text.replace("kubernetes: '1.32-1.34'", "kubernetes: '1.34-1.32'"),
      {
        message: 'kubernetes must be a minor version or a range, like 1.32-1.34, 1.27+ or any',
        line: 3,
        excerpt: "kubernetes: '1.34-1.32'",
      },
    ],
    [
      'a safeguard without a name',
      'frameworks/mappings.yaml',
      (text) => text.replace("cis-controls-v7: ['4.4']", "cis-controls-v7: ['4.5']"),
      {
        message: 'safeguard 4.5 has no name in cis-controls.yaml',
        line: 298,
        excerpt: "    cis-controls-v7: ['4.5']",
      },
    ],
  ])('points at %s', (_name, file, change, expected) => {
    edit(file, change);

    const found = problems();

    expect(found[0]).toEqual({ ...expected, file: expect.stringMatching(/\.(md|yaml)$/) });
  });

  it('reports the problems of all files at once', () => {
    edit(RULE, (text) => text.replace('severity: high', 'severity: dire').replace('## Impact', '## Audit'));
    edit(CONTROLS, (text) => text.replace('total: 131', 'total: many'));
    edit('rules/etcd/peer-cert/rule.md', (text) => text.replace('title: Require', 'title: Demand'));
    write('rules/etcd/Peer_Cert/rule.md', '');
    write('rules/etcd/peer-cert/notes.txt', '');
    write('rules/etcd/peer-cert/cases/unset.faild.yaml', '');
    write('rules/etcd/peer-cert/cases/Unset.yaml', '');

    const found = problems();

    expect(found.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'rules/etcd/Peer_Cert: is no folder name: lower-case words joined by hyphens',
      'rules/etcd/peer-cert/cases/Unset.yaml: is no case name, like unset-default.fail.yaml',
      'rules/etcd/peer-cert/cases/unset.faild.yaml: faild is no status',
      'rules/etcd/peer-cert/notes.txt: does not belong here: a rule is rule.md and cases/',
      'rules/etcd/auto-tls/rule.md: ## Audit stands there twice',
      'rules/etcd/auto-tls/rule.md: ## Impact is missing',
      'rules/etcd/auto-tls/rule.md: severity must be one of high, medium, low, not "dire"',
      'rules/etcd/peer-cert/rule.md: title must be text like ^(Require|Disable|Restrict|Limit) , not "Demand TLS with a configured certificate on the etcd peer port"',
      'controls/cis-kubernetes/1.12.yaml: total must be a whole number, not "many"',
    ]);
  });

  it('wants sections in the published order', () => {
    edit(RULE, (text) =>
      text.replace('## Rationale', '## X').replace('## Impact', '## Rationale').replace('## X', '## Impact'),
    );

    const found = problems();

    expect(found.map(({ message }) => message)).toEqual([
      '## Audit must stand before ## Impact',
      '## Remediation must stand before ## Impact',
      '## Rationale must stand before ## Impact',
    ]);
  });

  it.each([
    ['no front matter', () => write(RULE, '## Description\n'), `has no front matter between two --- lines`],
    [
      'an empty section',
      () => edit(RULE, (text) => text.replace(/(## Impact\n)[\s\S]*(## Default)/, '$1\n$2')),
      '## Impact is empty',
    ],
    [
      'a section that comes from data',
      () => edit(RULE, (text) => `${text}\n## CIS Controls\n\nNone.\n`),
      '## CIS Controls is no section of a rule',
    ],
    [
      'bytes that are no text',
      () => writeFileSync(join(content, RULE), Buffer.from([0xff, 0xfe])),
      'cannot be read: it is not UTF-8 text',
    ],
    [
      'a rule without rule.md',
      () => rmSync(join(content, RULE)),
      expect.stringContaining('cannot be read: ENOENT'),
    ],
    [
      'no rules at all',
      () => rmSync(join(content, 'rules'), { recursive: true }),
      expect.stringContaining('cannot be listed: ENOENT'),
    ],
    [
      'no benchmark',
      () => {
        rmSync(join(content, 'controls'), { recursive: true });
        mkdirSync(join(content, 'controls'));
      },
      'holds no benchmark',
    ],
    [
      'an alias that is taken',
      () => edit(RULE, (text) => text.replace('aliases: []', 'aliases: [etcd-server-cert]')),
      expect.stringContaining('etcd-server-cert is already taken'),
    ],
    [
      'too many controls',
      () => edit(CONTROLS, (text) => text.replace('total: 131', 'total: 130')),
      'total is 130, but 131 controls are listed',
    ],
    [
      'too few controls',
      () => edit(CONTROLS, (text) => text.replace('total: 131', 'total: 132')),
      'total is 132, but 131 controls are listed',
    ],
  ])('refuses %s', (_name, damage, message) => {
    damage();

    const found = problems();

    expect(found.map((problem) => problem.message)).toContainEqual(message);
  });

  it('refuses two versions that are open to the same minors', () => {
    edit('controls/cis-aks/1.8.yaml', (text) => text.replace("chosenFor: 'any'", "chosenFor: '1.30+'"));
    cpSync(join(content, 'controls/cis-aks/1.8.yaml'), join(content, 'controls/cis-aks/1.9.yaml'));
    edit('controls/cis-aks/1.9.yaml', (text) => text.replace("version: '1.8'", "version: '1.9'"));

    const found = problems();

    expect(found.map(({ message }) => message)).toEqual(['Kubernetes 1.30 is already taken by version 1.8']);
  });
});
