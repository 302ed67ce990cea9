import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import type { Rule, RuleSection } from '../model/rule.ts';
import { judgementOf } from './explain/judgement.ts';
import { markdownLines } from './explain/markdown.ts';
import { obligationsOf } from './explain/obligations.ts';
import { PROOF_TEXTS } from './explain/proofs.ts';
import { type ComponentSources, settingsOf, sourceLines } from './explain/sources.ts';
import { fill, inlineRuns } from './explain/styled.ts';
import { type Look, paint, SEVERITY_TONES, signs } from './text/paint.ts';
import { padTo, widthOf } from './text/width.ts';
import { BENCHMARK_TITLES } from './titles.ts';

export interface Explained {
  rule: Rule;
  control: Control;
  benchmark: Benchmark;
  catalog: Catalog;
  sources: ComponentSources;
}

/** Lines longer than this are hard to read, however wide the terminal is. */
const READABLE = 100;
const INDENT = 2;

/** The page of one rule for a terminal, ending in a newline. */
export function renderExplain(explained: Explained, look: Look): string {
  const { rule, catalog, sources } = explained;
  const body: Look = { ...look, width: Math.min(look.width, READABLE) - INDENT };
  const wide: Look = { ...look, width: look.width - INDENT };
  const prose = (title: RuleSection) => block(title, markdownLines(rule.sections[title], body), look);
  const blocks = [
    titleLines(explained, look),
    prose('Description'),
    prose('Rationale'),
    block('What is judged', labelled(judgementRows(rule), body), look),
    block('Where it can be set', sourcesLines(rule, sources, { body, wide }), look),
    prose('Default Value'),
    prose('Audit'),
    block('How Kubetrue proves it', labelled(proofRows(rule), body), look),
    prose('Remediation'),
    block('What the change takes', labelled(remediationRows(rule), body), look),
    prose('Impact'),
    block('Controls and other frameworks', labelled(obligationRows(rule, catalog), body), look),
    prose('References'),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function titleLines({ rule, control, benchmark }: Explained, look: Look): string[] {
  const width = Math.min(look.width, READABLE);
  const severity = rule.severity.toUpperCase();
  const room = width - severity.length - 2;
  const title = fill([{ text: `${control.control}  ${rule.title}`, tone: 'bold' }], room, look);
  const plain = fill([{ text: `${control.control}  ${rule.title}`, tone: null }], room, {
    ...look,
    color: false,
  });
  const gap = ' '.repeat(Math.max(2, width - widthOf(plain[0] ?? '') - severity.length));
  const name = BENCHMARK_TITLES[benchmark.name] ?? benchmark.name;
  const level = control.level === null ? '' : ` · level ${control.level}`;
  const where = `${name} ${benchmark.version} · control ${control.control}${level} · ${control.assessment} · ${rule.id}`;
  return [
    `${title[0] ?? ''}${gap}${paint(look, SEVERITY_TONES[rule.severity], severity)}`,
    ...title.slice(1),
    ...fill([{ text: where, tone: null }], width, look),
    ...fill([{ text: `“${control.title}”`, tone: 'italic' }], width, look),
  ];
}

function block(title: string, lines: readonly string[], look: Look): string[] {
  const indented = lines.map((line) => (line === '' ? '' : ' '.repeat(INDENT) + line));
  return [paint(look, 'bold', title), ...indented];
}

type Row = readonly [label: string, markdown: string];

function judgementRows(rule: Rule): Row[] {
  const { effect, letter, applies } = judgementOf(rule);
  return [
    ['in force', effect],
    ['letter', letter],
    ['applies to', applies],
  ];
}

function sourcesLines(rule: Rule, sources: ComponentSources, looks: { body: Look; wide: Look }): string[] {
  const precedence = markdownLines(sources.precedence, looks.body);
  return [...precedence, '', ...sourceLines(settingsOf(rule, sources), looks.wide)];
}

function proofRows(rule: Rule): Row[] {
  const proof = PROOF_TEXTS[rule.proof ?? ''];
  if (proof === undefined)
    return [['sends', 'Nothing: what decides is read from files, not asked of the process.']];
  return [
    ['sends', proof.sends],
    ['shows', proof.shows],
    ['leaves', proof.leaves],
    ['switch off', `\`kubetrue scan --no-prove ${rule.id}\`, or \`--prove off\` for all`],
  ];
}

function remediationRows(rule: Rule): Row[] {
  const { set, requires, disruption } = rule.remediation;
  const changes = Object.entries(set).map(([name, value]) => `\`${name}\` = \`${value}\``);
  return [
    ...(changes.length === 0 ? [] : [['set', changes.join(', ')] as const]),
    ...(requires.length === 0
      ? []
      : [['set first', requires.map((name) => `\`${name}\``).join(', ')] as const]),
    ['disrupts', `${disruption}.`],
    ['repaired', repairedBy(rule)],
    ['consent', 'Yours. Scanning and explaining never change a node, a file or a setting.'],
  ];
}

/** Whether `kubetrue fix` does it, and what it asks for. */
function repairedBy({ id, remediation: { fix } }: Rule): string {
  switch (fix?.level) {
    case 'safe':
      return '`kubetrue fix plan`, then `kubetrue fix apply`';
    case 'consent':
      return `\`kubetrue fix plan --allow ${id}\`. ${fix.affects?.[0] ?? ''}`.trimEnd();
    case 'explain':
    case undefined:
      return `A person. ${fix?.why ?? ''}`.trimEnd();
  }
}

function obligationRows(rule: Rule, catalog: Catalog): Row[] {
  return obligationsOf(rule, catalog).map(({ source, ids }) => [source, ids]);
}

/** Labels in a column of their own, texts beside them. */
function labelled(rows: readonly Row[], look: Look): string[] {
  const column = Math.max(...rows.map(([label]) => widthOf(label))) + 2;
  return rows.flatMap(([label, markdown]) => {
    const lines = fill(inlineRuns(markdown, look), look.width - column, look);
    return lines.map(
      (line, index) =>
        (index === 0 ? paint(look, 'dim', padTo(signs(look, label), column)) : ' '.repeat(column)) + line,
    );
  });
}
