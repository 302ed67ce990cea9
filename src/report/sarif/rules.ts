import type { MultiformatMessageString, ReportingDescriptor } from 'sarif';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';

export const SARIF_LEVELS = {
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const satisfies Record<Severity, string>;

/** How GitHub grades: up to 10, from 7 on it is called high. */
const SECURITY_SEVERITIES = { high: '8.0', medium: '5.5', low: '2.5' } as const satisfies Record<
  Severity,
  string
>;

/** The rules that findings name, each once, with what their pages say. */
export function rulesOf(findings: readonly Finding[], rules: readonly Rule[]): ReportingDescriptor[] {
  const pages = new Map(rules.map((rule) => [rule.id, rule]));
  const first = new Map(findings.toReversed().map((finding) => [finding.rule, finding]));
  return [...new Set(findings.map(({ rule }) => rule))].flatMap((id) => {
    const finding = first.get(id);
    return finding === undefined ? [] : [descriptor(finding, pages.get(id))];
  });
}

function descriptor({ rule, title, severity, controls, target }: Finding, page?: Rule): ReportingDescriptor {
  const benchmarks = controls.map(({ benchmark, control }) => `${benchmark}-${control}`);
  return {
    id: rule,
    shortDescription: { text: title },
    fullDescription: { text: page?.sections.Description.trim() || title },
    help: page === undefined ? { text: title } : helpOf(page),
    defaultConfiguration: { level: SARIF_LEVELS[severity] },
    properties: {
      tags: ['security', 'kubernetes', target.component, ...benchmarks].slice(0, 20),
      'security-severity': SECURITY_SEVERITIES[severity],
      precision: 'high',
    },
  };
}

const HELP_SECTIONS = ['Rationale', 'Audit', 'Remediation', 'Impact', 'Default Value', 'References'] as const;

function helpOf({ sections }: Rule): MultiformatMessageString {
  const parts = HELP_SECTIONS.filter((name) => sections[name].trim() !== '');
  return {
    text: parts.map((name) => `${name}\n\n${sections[name].trim()}`).join('\n\n'),
    markdown: parts.map((name) => `## ${name}\n\n${sections[name].trim()}`).join('\n\n'),
  };
}
