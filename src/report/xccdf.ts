import type { Finding, Report, Status } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { plainReport } from './common/plain.ts';
import { waiverText } from './common/waiver.ts';
import { evidenceLines, messageOf, targetName } from './common/words.ts';
import { type XmlElement, xmlDocument } from './common/xml.ts';
import { BENCHMARK_TITLES } from './titles.ts';

/** `result` of a rule for a status. */
export const XCCDF_RESULTS = {
  pass: 'pass',
  fail: 'fail',
  conflict: 'fail',
  unknown: 'unknown',
  error: 'error',
  manual: 'notchecked',
  'not-applicable': 'notapplicable',
} as const satisfies Record<Status, string>;

/** Results that a score counts, by https://csrc.nist.gov/pubs/ir/7275/r4/upd1/final 7.3. */
const SCORED: readonly string[] = ['pass', 'fail', 'error', 'unknown'];

/** The report as an XCCDF 1.2 benchmark of the rules that judged, with their results on this target. */
export function renderXccdf(report: Report, rules: readonly Rule[]): string {
  const plain = plainReport(report);
  const { at, benchmark, findings } = plain;
  const pages = new Map(rules.map((rule) => [rule.id, rule]));
  const first = new Map(findings.toReversed().map((finding) => [finding.rule, finding]));
  const judged = [...new Set(findings.map(({ rule }) => rule))].flatMap((id) => first.get(id) ?? []);
  return xmlDocument({
    Benchmark: {
      '@xmlns': 'http://checklists.nist.gov/xccdf/1.2',
      '@id': idOf('benchmark', benchmark.name),
      '@resolved': 'true',
      '@xml:lang': 'en',
      status: { '@date': at.slice(0, 10), '#text': 'accepted' },
      title: `${BENCHMARK_TITLES[benchmark.name] ?? benchmark.name} ${benchmark.version}`,
      description: benchmark.chosenBecause,
      version: benchmark.version,
      Rule: judged.map((finding) => ruleOf(finding, pages.get(finding.rule))),
      TestResult: testResult(plain),
    },
  });
}

/** Names of XCCDF carry whose they are. */
function idOf(kind: 'benchmark' | 'rule' | 'testresult', name: string): string {
  return `xccdf_dev.kubetrue_${kind}_${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
}

function ruleOf(finding: Finding, page: Rule | undefined): XmlElement {
  const { rule, severity, title } = finding;
  return {
    '@id': idOf('rule', rule),
    '@severity': severity,
    '@selected': 'true',
    title,
    ...(page === undefined
      ? {}
      : { description: page.sections.Description.trim(), rationale: page.sections.Rationale.trim() }),
    ident: idents(finding),
    ...(page === undefined ? {} : { fixtext: page.sections.Remediation.trim() }),
  };
}

function idents({ controls }: Finding): XmlElement[] {
  return controls.map(({ benchmark, version, control }) => ({
    '@system': `urn:kubetrue:${benchmark}:${version}`,
    '#text': control,
  }));
}

function testResult({ at, benchmark, findings, node, tool }: Report): XmlElement {
  const results = findings.map(({ status }) => XCCDF_RESULTS[status]);
  return {
    '@id': idOf('testresult', `${benchmark.name}-${benchmark.version}`),
    '@start-time': at,
    '@end-time': at,
    '@version': benchmark.version,
    '@test-system': `kubetrue ${tool.version}`,
    title: `${benchmark.name} ${benchmark.version} on ${node.name}`,
    target: node.name,
    'target-facts': {
      fact: [fact('distribution', node.distribution), fact('kubernetes', node.kubernetes ?? 'unknown')],
    },
    'rule-result': findings.map((finding) => ruleResult(finding, at)),
    score: {
      '@system': 'urn:xccdf:scoring:flat-unweighted',
      '@maximum': results.filter((result) => SCORED.includes(result)).length,
      '#text': results.filter((result) => result === 'pass').length,
    },
  };
}

function fact(name: string, text: string): XmlElement {
  return { '@name': `urn:kubetrue:fact:${name}`, '@type': 'string', '#text': text };
}

function ruleResult(finding: Finding, at: string): XmlElement {
  const { rule, severity, status, target } = finding;
  const result = XCCDF_RESULTS[status];
  const texts = [`status: ${status}`, messageOf(finding), ...evidenceLines(finding)];
  return {
    '@idref': idOf('rule', rule),
    '@severity': severity,
    '@time': at,
    result,
    ...override(finding, result, at),
    ident: idents(finding),
    message: texts.map((text) => ({ '@severity': 'info', '#text': text })),
    instance: { '@context': target.kind, '#text': targetName(target) },
  };
}

/** A waiver is told in the place for it, and leaves the result as it is. */
function override(finding: Finding, result: string, at: string): XmlElement {
  const { waiver } = finding;
  if (waiver === null) return {};
  return {
    override: {
      '@time': at,
      '@authority': waiver.approver ?? waiver.id,
      'old-result': result,
      'new-result': result,
      remark: waiverText(waiver),
    },
  };
}
