import type { Benchmark, Catalog, Control } from '../../model/benchmark.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { ParameterValue } from '../../model/parameter-value.ts';
import type { Override, Profile, ProfileReport } from '../../model/profile.ts';
import type { Rule } from '../../model/rule.ts';

/** What is judged by, as a profile has it, and what it made of the benchmark. */
export interface Profiled {
  catalog: Catalog;
  benchmark: Benchmark;
  report: ProfileReport;
}

/**
 * The rules and controls that a profile leaves, with the values that it asks for. Pure.
 *
 * @param file the profile's name, for the report
 * @throws KubetrueError KT_PROFILE when nothing is left
 */
export function withProfile(
  { catalog, benchmark }: { catalog: Catalog; benchmark: Benchmark },
  profile: Profile,
  file: string,
): Profiled {
  const rules = new Map(catalog.rules.map((rule) => [rule.id, rule]));
  const leftOut: ProfileReport['leftOut'] = [];
  const controls = benchmark.controls.flatMap((control) => {
    const { kept, out } = parted(control, profile, rules);
    leftOut.push(...out);
    return kept === null ? [] : [kept];
  });
  if (controls.length === 0)
    throw new KubetrueError('KT_PROFILE', {
      message: `It leaves nothing of ${benchmark.name} ${benchmark.version} to judge.`,
      file,
    });
  const judging = new Set(controls.flatMap((control) => control.rules));
  const overrides = (profile.override ?? []).filter(({ rule }) => judging.has(rule));
  const changed = overrides.map((one) => changeOf(one, controls, rules));
  return {
    catalog: { ...catalog, rules: catalog.rules.map((rule) => withOverride(rule, overrides)) },
    benchmark: { ...benchmark, controls: controls.map((control) => withParameters(control, overrides)) },
    report: { name: profile.name, file, leftOut, changed, elsewhere: elsewhereIn(profile, benchmark) },
  };
}

/** A control without the rules that the profile leaves out; null when nothing of it is judged. */
function parted(
  control: Control,
  { select = {}, exclude = [] }: Profile,
  rules: ReadonlyMap<string, Rule>,
): { kept: Control | null; out: ProfileReport['leftOut'] } {
  const number = control.control;
  const whole = exclude.find((one) => 'control' in one && one.control === number);
  if (whole !== undefined) return { kept: null, out: [{ control: number, reason: whole.reason }] };
  if (!isSelected(control, select)) return { kept: null, out: [{ control: number, reason: NOT_SELECTED }] };
  if (control.rules.length === 0) {
    // What no rule judges is left to a person, and belongs to no rule or component that could be selected.
    const kept = select.rules === undefined && select.components === undefined;
    return kept
      ? { kept: control, out: [] }
      : { kept: null, out: [{ control: number, reason: NOT_SELECTED }] };
  }
  const why = (id: string) => whyNot(id, rules.get(id), { select, exclude });
  const out = control.rules.flatMap((rule) => {
    const reason = why(rule);
    return reason === null ? [] : [{ control: number, rule, reason }];
  });
  const kept = control.rules.filter((id) => why(id) === null);
  return { kept: kept.length === 0 ? null : { ...control, rules: kept }, out };
}

const NOT_SELECTED = 'not selected';

type Select = NonNullable<Profile['select']>;

/** Rules of one's own that belong to no control have neither number nor level. */
function isSelected({ control, level }: Control, { controls, levels }: Select): boolean {
  return (
    (controls === undefined || controls.includes(control)) &&
    (levels === undefined || level === null || levels.includes(level))
  );
}

function whyNot(
  id: string,
  rule: Rule | undefined,
  { select, exclude }: { select: Select; exclude: NonNullable<Profile['exclude']> },
): string | null {
  const excluded = exclude.find((one) => 'rule' in one && one.rule === id);
  if (excluded !== undefined) return excluded.reason;
  const selected =
    (select.rules === undefined || select.rules.includes(id)) &&
    (select.components === undefined || select.components.includes(rule?.component ?? ''));
  return selected ? null : NOT_SELECTED;
}

function changeOf(
  { rule: id, severity, parameters, reason }: Override,
  controls: readonly Control[],
  rules: ReadonlyMap<string, Rule>,
): ProfileReport['changed'][number] {
  const rule = rules.get(id);
  const asked = controls.find((control) => control.rules.includes(id))?.parameters;
  const from = (name: string): ParameterValue | undefined => asked?.[name] ?? rule?.parameters[name]?.default;
  const changes = Object.entries(parameters ?? {}).map(([name, to]) => [
    name,
    { from: from(name) ?? to, to },
  ]);
  return {
    rule: id,
    ...(severity === undefined ? {} : { severity: { from: rule?.severity ?? severity, to: severity } }),
    ...(changes.length === 0 ? {} : { parameters: Object.fromEntries(changes) }),
    reason,
  };
}

function withOverride(rule: Rule, overrides: readonly Override[]): Rule {
  const override = overrides.find((one) => one.rule === rule.id);
  if (override === undefined) return rule;
  const parameters = Object.entries(rule.parameters).map(([name, spec]) => [
    name,
    { ...spec, default: override.parameters?.[name] ?? spec.default },
  ]);
  return {
    ...rule,
    severity: override.severity ?? rule.severity,
    parameters: Object.fromEntries(parameters),
  };
}

/** A version's own value would win over the rule's. */
function withParameters(control: Control, overrides: readonly Override[]): Control {
  const values = overrides.filter(({ rule }) => control.rules.includes(rule));
  if (values.length === 0) return control;
  return {
    ...control,
    parameters: Object.assign({}, control.parameters, ...values.map(({ parameters }) => parameters)),
  };
}

/** A profile is for several versions; what one of them does not have is told. */
function elsewhereIn(
  { select = {}, exclude = [], override = [] }: Profile,
  { controls }: Benchmark,
): string[] {
  const numbers = new Set(controls.map(({ control }) => control));
  const ids = new Set(controls.flatMap(({ rules }) => rules));
  const named = [
    ...(select.rules ?? []).map((rule) => ({ rule })),
    ...(select.controls ?? []).map((control) => ({ control })),
    ...exclude,
    ...override,
  ];
  const missing = named.flatMap((one) => {
    if ('control' in one) return numbers.has(one.control) ? [] : [one.control];
    return ids.has(one.rule) ? [] : [one.rule];
  });
  return [...new Set(missing)];
}
