import type { Change, Diff, Side } from '../../model/diff.ts';
import type { Finding, Report } from '../../model/finding.ts';
import { DIFF_SCHEMA } from '../../model/schema-names.ts';
import { type Pair, paired } from '../pairs.ts';
import { causesOf } from './causes.ts';
import { classify, type RulesOf } from './classify.ts';
import type { Facts } from './facts.ts';

/** A report to be compared, with the facts it was judged by where they are at hand. */
export interface DiffSide {
  file: string;
  kind: Side['kind'];
  report: Report;
  facts: Facts | null;
}

/** What changed from one report to another. Pure. */
export function diffOf(old: DiffSide, fresh: DiffSide, toolVersion: string): Diff {
  const rules = { before: rulesOf(old.report), after: rulesOf(fresh.report) };
  const pairs = paired(old.report.findings, fresh.report.findings);
  const changes = pairs.flatMap((pair) => change(pair, rules, old, fresh));
  const [was, is] = [sideOf(old), sideOf(fresh)];
  const count = (kind: Change['change']) => changes.filter((one) => one.change === kind).length;
  return {
    schema: DIFF_SCHEMA,
    tool: { name: 'kubetrue', version: toolVersion },
    old: was,
    new: is,
    notes: notesOf(was, is),
    changes,
    summary: {
      same: pairs.length - changes.length,
      new: count('new'),
      gone: count('gone'),
      changed: count('changed'),
      incomparable: count('incomparable'),
    },
  };
}

function rulesOf({ findings }: Report): ReadonlySet<string> {
  return new Set(findings.map(({ rule }) => rule));
}

function change(pair: Pair, rules: RulesOf, old: DiffSide, fresh: DiffSide): Change[] {
  const { before, after } = pair;
  const judged = classify(pair, rules);
  const shown = after ?? before;
  if (judged === null || shown === null) return [];
  const causes =
    before === null || after === null
      ? []
      : causesOf(
          { finding: before, facts: old.facts },
          { finding: after, facts: fresh.facts },
          judged.settings,
        );
  const { rule, title, severity, controls, target } = shown;
  return [
    {
      ...{ change: judged.change, direction: judged.direction, rule, title, severity, controls, target },
      ...{ before: verdictOf(before), after: verdictOf(after), settings: judged.settings },
      ...(judged.objects === undefined ? {} : { objects: judged.objects }),
      ...(judged.why === undefined ? {} : { why: judged.why }),
      causes,
    },
  ];
}

function verdictOf(finding: Finding | null): Change['before'] {
  if (finding === null) return null;
  return { status: finding.status, waived: finding.waiver !== null, reason: finding.reason };
}

/** What was in files that could not be read is neither there nor gone. */
function unjudgedIn({ files }: Report): string[] {
  if (files === undefined) return [];
  const problems = files.problems.map(
    ({ path, line, problem }) => `${path}:${line} was not judged: ${problem}`,
  );
  return files.judged.length === 0 && problems.length === 0 ? ['Nothing to judge was found.'] : problems;
}

function sideOf({ file, kind, report }: DiffSide): Side {
  const unjudged = unjudgedIn(report);
  const { at, tool, node, benchmark } = report;
  return {
    ...{ file, kind, at, tool: tool.version, node: node.name, kubernetes: node.kubernetes },
    benchmark: { name: benchmark.name, version: benchmark.version },
    ...(unjudged.length === 0 ? {} : { unjudged }),
  };
}

function notesOf(old: Side, fresh: Side): string[] {
  const [was, is] = [old.benchmark, fresh.benchmark].map(({ name, version }) => `${name}@${version}`);
  return [
    ...(old.node === fresh.node ? [] : [`These are two nodes, ${old.node} and ${fresh.node}.`]),
    ...(was === is ? [] : [`They were judged by ${was} and ${is}: a rule of one alone is not compared.`]),
    ...(old.unjudged ?? []).map((text) => `In the older one ${text}`),
    ...(fresh.unjudged ?? []).map((text) => `In the newer one ${text}`),
    ...(new Date(old.at) > new Date(fresh.at) ? ['The first one is newer than the second.'] : []),
  ];
}
