import type { Catalog, Control } from '../model/benchmark.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Finding, Report } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { REPORT_SCHEMA } from '../model/schema-names.ts';
import { controlFinding } from './control-finding.ts';
import { withLocations } from './from-files.ts';
import type { Assignment, EvaluateInput } from './input.ts';
import { missingFinding } from './missing.ts';
import { type OtherComponent, otherComponentsIn } from './other-component.ts';
import { processFinding } from './process-finding.ts';
import { judgedWhole } from './registry.ts';
import { coverageOf, gradesOf, summaryOf } from './summary.ts';
import { wholeFinding } from './whole-finding.ts';

export type { EvaluateInput } from './input.ts';

/** Facts, rules and time to findings. Pure: the same input gives the same report, byte for byte. */
export function evaluate(input: EvaluateInput): Report {
  const { snapshot, benchmark } = input;
  const others = otherComponentsIn(snapshot);
  const judged = assignments(input).flatMap((assignment) => findingsFor(assignment, input, others));
  const findings = [...withLocations(inOrder([...judged, ...withoutRule(input)], benchmark), snapshot)];
  return {
    schema: REPORT_SCHEMA,
    tool: { ...snapshot.tool },
    at: input.at.toISOString(),
    benchmark: { name: benchmark.name, version: benchmark.version, chosenBecause: input.chosenBecause },
    ...(input.judge === 'letter' ? { judge: 'letter' as const } : {}),
    node: {
      name: snapshot.node.name,
      kubernetes: valueIfPresent(snapshot.node.kubernetes) ?? null,
      distribution: snapshot.node.distribution,
      ...(snapshot.node.distributionBecause === undefined
        ? {}
        : { distributionBecause: snapshot.node.distributionBecause }),
      roles: [...snapshot.node.roles],
    },
    ...clusterOf(snapshot),
    ...(snapshot.given === undefined ? {} : { files: { ...snapshot.given } }),
    findings,
    summary: summaryOf(findings),
    grades: gradesOf(findings),
    coverage: coverageOf(findings),
  };
}

/** What the API told of a cluster as a whole; objects in files are none. */
function clusterOf({ cluster, source }: EvaluateInput['snapshot']): Pick<Report, 'cluster'> {
  if (cluster?.state !== 'asked' || source === 'files') return {};
  return {
    cluster: { server: cluster.server, nodes: cluster.nodes.map(({ name }) => name).sort() },
  };
}

function controlsIn({ benchmark, only }: EvaluateInput): Control[] {
  return benchmark.controls.filter(
    ({ control }) => only.controls.length === 0 || only.controls.includes(control),
  );
}

function assignments(input: EvaluateInput): Assignment[] {
  const { catalog, only } = input;
  const wanted = (list: readonly string[], one: string) => list.length === 0 || list.includes(one);
  return controlsIn(input)
    .flatMap((control) => control.rules.map((id) => ({ control, rule: ruleOf(catalog, id) })))
    .filter(({ rule }) => wanted(only.rules, rule.id) && wanted(only.components, rule.component));
}

/** Controls that no rule judges: left to a person, or not covered by this release. */
function withoutRule(input: EvaluateInput): Finding[] {
  const { only } = input;
  if (only.rules.length > 0 || only.components.length > 0) return [];
  return controlsIn(input)
    .filter(({ rules }) => rules.length === 0)
    .map((control) => controlFinding(control, input));
}

/** By the benchmark's own order of controls, and in that of targets within one. */
function inOrder(findings: readonly Finding[], { controls }: EvaluateInput['benchmark']): Finding[] {
  const place = new Map(controls.map(({ control }, index) => [control, index]));
  const placeOf = ({ controls: [first] }: Finding) => place.get(first?.control ?? '') ?? controls.length;
  return [...findings].sort((left, right) => placeOf(left) - placeOf(right));
}

function ruleOf(catalog: Catalog, id: string): Rule {
  const rule = catalog.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`the catalog has no rule ${id}`);
  return rule;
}

function findingsFor(assignment: Assignment, input: EvaluateInput, others: OtherComponent): Finding[] {
  const { snapshot } = input;
  const whole = judgedWhole(assignment.rule.component);
  if (whole !== null) return [wholeFinding(whole, assignment, input, others)];
  const processes = snapshot.processes.filter((one) => one.component === assignment.rule.component);
  if (processes.length === 0) return [missingFinding(assignment, input)];
  return processes.map((process) => processFinding(process, assignment, input, others));
}
