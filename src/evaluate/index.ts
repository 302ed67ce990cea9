import type { Catalog } from '../model/benchmark.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Finding, Report } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { REPORT_SCHEMA } from '../model/schema-names.ts';
import type { Assignment, EvaluateInput } from './input.ts';
import { missingFinding } from './missing.ts';
import { otherComponentsIn } from './other-component.ts';
import { processFinding } from './process-finding.ts';
import { coverageOf, summaryOf } from './summary.ts';

export type { EvaluateInput } from './input.ts';

/** Facts, rules and time to findings. Pure: the same input gives the same report, byte for byte. */
export function evaluate(input: EvaluateInput): Report {
  const { snapshot, benchmark } = input;
  const findings = assignments(input).flatMap((assignment) => findingsFor(assignment, input));
  return {
    schema: REPORT_SCHEMA,
    tool: { ...snapshot.tool },
    at: input.at.toISOString(),
    benchmark: { name: benchmark.name, version: benchmark.version, chosenBecause: input.chosenBecause },
    node: {
      name: snapshot.node.name,
      kubernetes: valueIfPresent(snapshot.node.kubernetes) ?? null,
      distribution: snapshot.node.distribution,
      roles: [...snapshot.node.roles],
    },
    findings,
    summary: summaryOf(findings),
    coverage: coverageOf(findings),
  };
}

function assignments({ benchmark, catalog, only }: EvaluateInput): Assignment[] {
  const wanted = (list: readonly string[], one: string) => list.length === 0 || list.includes(one);
  return benchmark.controls
    .filter((control) => wanted(only.controls, control.control))
    .flatMap((control) => control.rules.map((id) => ({ control, rule: ruleOf(catalog, id) })))
    .filter(({ rule }) => wanted(only.rules, rule.id) && wanted(only.components, rule.component));
}

function ruleOf(catalog: Catalog, id: string): Rule {
  const rule = catalog.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`the catalog has no rule ${id}`);
  return rule;
}

function findingsFor(assignment: Assignment, input: EvaluateInput): Finding[] {
  const { snapshot } = input;
  const processes = snapshot.processes.filter((one) => one.component === assignment.rule.component);
  if (processes.length === 0) return [missingFinding(assignment, input)];
  const others = otherComponentsIn(snapshot);
  return processes.map((process) => processFinding(process, assignment, input, others));
}
