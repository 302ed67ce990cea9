import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/index.ts';
import { collect } from '../../src/collect/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type CaseFile, CONTENT, problemsOf, readCases } from './case-file.ts';
import { CasePki, plantCase } from './plant-case.ts';

const catalog = loadCatalog(CONTENT);
const cases = readCases();
const pki = new CasePki();
const at = new Date('2026-11-26T10:00:00Z');

async function findingsFor(rule: string, given: CaseFile['given']): Promise<Finding[]> {
  const root = await plantCase(given, pki);
  const snapshot = await collect({ root, now: () => at, toolVersion: '0.0.0', progress: () => {} });
  const benchmark = catalog.benchmarks.find((one) => one.version === '1.12');
  if (benchmark === undefined) throw new Error('no benchmark 1.12');
  const only = { controls: [], rules: [rule], components: [] };
  return evaluate({ snapshot, catalog, benchmark, chosenBecause: '', at, judge: 'effect', only }).findings;
}

function compare(
  findings: readonly Finding[],
  { status, all, letter, reason = [], evidence = [] }: CaseFile['expect'],
) {
  const [finding] = findings;

  expect(findings.map((one) => one.status)).toEqual(all ?? [status]);
  if (all !== undefined) return;
  expect(finding?.letter).toBe(letter);
  for (const part of reason) expect(finding?.reason).toContain(part);
  for (const one of evidence) expect(finding?.evidence).toContainEqual(expect.objectContaining(one));
}

describe.each(catalog.rules.map((rule) => rule.id))('%s', (rule) => {
  const own = cases.filter((one) => one.rule === rule);

  it.each(own.map((one) => [one.name, one.content] as const))('%s', async (_name, content) => {
    const findings = await findingsFor(rule, content.given);

    compare(findings, content.expect);
  });

  it('has a pass, a fail, an unknown and a not-applicable case, and one where nothing is set', () => {
    const statuses = new Set(own.map((one) => one.content.expect.status));

    expect([...statuses]).toEqual(expect.arrayContaining(['pass', 'fail', 'unknown', 'not-applicable']));
    expect(own.some((one) => one.name.startsWith('nothing-set.'))).toBe(true);
  });
});

describe('the cases', () => {
  it('belong to a rule each', () => {
    const rules = catalog.rules.map((rule) => rule.id);

    expect(cases.filter((one) => !rules.includes(one.rule))).toEqual([]);
  });

  it('fail when they expect something else', async () => {
    const findings = await findingsFor('etcd-client-cert-auth', { etcd: {} });

    expect(() => compare(findings, { status: 'fail' })).toThrow();
    expect(() => compare(findings, { status: 'pass', letter: 'fail' })).toThrow();
    expect(() => compare(findings, { status: 'pass', reason: ['no such words'] })).toThrow();
    expect(() =>
      compare(findings, { status: 'pass', evidence: [{ setting: 'client-cert-auth', value: false }] }),
    ).toThrow();
  });

  it('are refused with keys that nobody reads', () => {
    const problems = problemsOf({
      why: 'an unknown key',
      given: { etcd: { argvs: [] } },
      expect: { status: 'pass' },
    });

    expect(problems.length).toBeGreaterThan(0);
  });
});
