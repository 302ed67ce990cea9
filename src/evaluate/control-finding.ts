import type { Control } from '../model/benchmark.ts';
import type { Finding, Status } from '../model/finding.ts';
import { controlRef } from './finding-head.ts';
import type { EvaluateInput } from './input.ts';

/** The finding of a control that no rule judges. Every control of a benchmark has one. */
export function controlFinding(control: Control, input: EvaluateInput): Finding {
  const { status, reason } = outcomeOf(control);
  return {
    rule: control.key.replaceAll('.', '-').toLowerCase(),
    title: control.title,
    severity: 'low',
    controls: [controlRef(control, input.benchmark)],
    target: { kind: 'node', component: 'benchmark', node: input.snapshot.node.name },
    status,
    reason,
    evidence: [],
    proof: { outcome: 'not-attempted', method: 'none', observed: 'No rule judges this control.', at: null },
    waiver: null,
  };
}

function outcomeOf({ manual, differs }: Control): { status: Status; reason: string } {
  if (manual !== undefined) return { status: 'manual', reason: `${manual.why} ${manual.look}` };
  if (differs !== undefined)
    return { status: 'unknown', reason: `No rule of this release judges it here: ${differs}` };
  return { status: 'unknown', reason: 'This release has no rule for it.' };
}
