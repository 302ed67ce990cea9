import type { Benchmark, Catalog, Control } from '../../model/benchmark.ts';
import type { Rule } from '../../model/rule.ts';
import type { Page, SafeguardRef } from './page.ts';
import { readReferences } from './references.ts';
import { auditSentences, remediationSentences } from './sentences.ts';
import { writePage } from './write.ts';

/** Versions of the CIS Controls that a benchmark version refers to: those before 1.20 came before CIS Controls 8. */
const BEFORE_CONTROLS_8: ReadonlySet<string> = new Set(['1.5', '1.6']);

const LETTER_ONLY =
  '*Notes*: That is the letter of the control, read from the command line. To see what is in force:';

/** The rule's page in the published form, for one control of one benchmark version. */
export function exportPage(rule: Rule, control: Control, benchmark: Benchmark, catalog: Catalog): string {
  return writePage(composePage(rule, control, benchmark, catalog));
}

/** The same page as data. */
export function composePage(rule: Rule, control: Control, benchmark: Benchmark, catalog: Catalog): Page {
  const { Description, Rationale, Audit, Remediation, Impact, References } = rule.sections;
  const said = asSaidBy(control, rule);
  return {
    frontMatter: frontMatterOf(rule, control, benchmark),
    sections: {
      Description: orNothing(Description),
      Rationale: orNothing(Rationale),
      Audit: auditSection(said, Audit),
      Remediation: [remediationSentences(said), orNothing(Remediation)]
        .filter((part) => part !== '')
        .join('\n\n'),
      Impact: orNothing(Impact),
      'Default Value': orNothing(rule.sections['Default Value']),
    },
    references: readReferences(References, new Map()),
    safeguards: safeguardsOf(rule, benchmark, catalog),
  };
}

/** The rule with what a version's control makes of its letter and parameters. */
function asSaidBy({ letter, parameters: values = {} }: Control, rule: Rule): Rule {
  const parameters = Object.entries(rule.parameters).map(([name, spec]) => [
    name,
    { ...spec, default: values[name] ?? spec.default },
  ]);
  return { ...rule, letter: letter ?? rule.letter, parameters: Object.fromEntries(parameters) };
}

/** A rule that is not about a command line has no sentences of that kind, and nothing to warn of. */
function auditSection(rule: Rule, prose: string): string {
  const sentences = auditSentences(rule);
  return sentences === '' ? prose : [sentences, LETTER_ONLY, prose].join('\n\n');
}

function frontMatterOf(rule: Rule, control: Control, benchmark: Benchmark): Page['frontMatter'] {
  return {
    aliases: [rule.id, ...rule.aliases],
    control: control.control,
    disable_edit: true,
    framework: benchmark.name,
    kind: 'documentation',
    rule_category: ['Runtime Agent'],
    scope: 'kubernetes',
    security: 'compliance',
    source: 'kubernetes',
    title: control.title,
    type: 'security_rules',
  };
}

function safeguardsOf(rule: Rule, benchmark: Benchmark, catalog: Catalog): SafeguardRef[] {
  const versions = BEFORE_CONTROLS_8.has(benchmark.version) ? ['6', '7'] : ['7', '8'];
  const mapping = catalog.mappings.find(({ key }) => key === rule.key);
  return versions.flatMap((version) =>
    (mapping?.frameworks[`cis-controls-v${version}`] ?? []).map((id) => ({
      version,
      id,
      text: catalog.safeguards.find((one) => one.version === version && one.id === id)?.name ?? '',
    })),
  );
}

function orNothing(text: string): string {
  return /^none\.?$/i.test(text) ? '' : text;
}
