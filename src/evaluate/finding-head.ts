import type { Benchmark, Control } from '../model/benchmark.ts';
import type { Finding, Target } from '../model/finding.ts';
import type { Assignment, EvaluateInput } from './input.ts';

/** What every finding of a rule has in common. */
export function findingHead(
  { rule, control }: Assignment,
  { benchmark }: EvaluateInput,
  target: Target,
): Pick<Finding, 'rule' | 'title' | 'severity' | 'definedIn' | 'controls' | 'target'> {
  return {
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    ...(rule.definedIn === undefined ? {} : { definedIn: rule.definedIn }),
    controls: control.control === '' ? [] : [controlRef(control, benchmark)],
    target,
  };
}

/** A control as findings name it. */
export function controlRef(control: Control, benchmark: Benchmark): Finding['controls'][number] {
  return {
    benchmark: benchmark.name,
    version: benchmark.version,
    control: control.control,
    level: control.level,
    assessment: control.assessment,
  };
}
