import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { type CaseFile, problemsOf, readCases } from './case-file.ts';
import { benchmarkFor, catalog, factsOf, judgeFacts } from './judge-case.ts';
import { CasePki, plantCase } from './plant-case.ts';

const cases = readCases();
const pki = new CasePki();

async function findingsFor(rule: string, given: CaseFile['given']): Promise<readonly Finding[]> {
  const snapshot = await factsOf(await plantCase(given, pki), given);
  return judgeFacts(snapshot, benchmarkFor(rule, given.parameters), { rules: [rule] }).findings;
}

/** Rules on files and clusters have no settings that could all be left out. */
function judgesSettings(id: string): boolean {
  const rule = catalog.rules.find((one) => one.id === id);
  return rule?.target === 'node' && rule.component !== 'files';
}

/** What would miss these rules is refused at the start. */
const NEVER_FAILS: ReadonlySet<string> = new Set(['kube-apiserver-secure-port']);

/** Some rules on clusters can only find what is wrong, others only what is there. */
function neededStatuses(id: string): string[] {
  if (NEVER_FAILS.has(id)) return ['pass', 'error', 'unknown', 'not-applicable'];
  const rule = catalog.rules.find((one) => one.id === id);
  if (rule?.target !== 'cluster') return ['pass', 'fail', 'unknown', 'not-applicable'];
  const inconclusive = 'each' in rule.check && rule.check.conclusive === false;
  return inconclusive ? ['fail', 'unknown'] : ['pass', 'unknown'];
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

    expect([...statuses]).toEqual(expect.arrayContaining(neededStatuses(rule)));
    if (judgesSettings(rule)) expect(own.some((one) => one.name.startsWith('nothing-set.'))).toBe(true);
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
    const problems = problemsOf(
      'why: an unknown key\ngiven: { etcd: { argvs: [] } }\nexpect: { status: pass }\n',
    );

    expect(problems).toEqual(['given.etcd.argvs is not a known key']);
  });
});
