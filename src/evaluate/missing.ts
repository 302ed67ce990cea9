import type { Finding, Status } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { findingHead } from './finding-head.ts';
import type { Assignment, EvaluateInput } from './input.ts';

/** Servers that may run a component inside their own process, where it is not read yet. */
const EMBEDDERS: Record<string, readonly string[]> = { etcd: ['k3s', 'k3s-server'] };

/** The finding for a component that no process on the node is: not there, not to be seen, or inside another. */
export function missingFinding(assignment: Assignment, input: EvaluateInput): Finding {
  const { component } = assignment.rule;
  const { status, reason } = verdictOn(component, input.snapshot);
  return {
    ...findingHead(assignment, input, { kind: 'node', component, node: input.snapshot.node.name }),
    status,
    reason,
    evidence: [],
    proof: { outcome: 'not-attempted', method: 'none', observed: 'There is no process to ask.', at: null },
    waiver: null,
  };
}

function verdictOn(component: string, snapshot: Snapshot): { status: Status; reason: string } {
  const { complete, reason } = snapshot.processesVisible;
  if (!complete)
    return { status: 'unknown', reason: `Whether ${component} runs here is not known: ${reason}.` };
  const embedder = snapshot.programs.find(({ name }) => EMBEDDERS[component]?.includes(name));
  if (embedder !== undefined) {
    return {
      status: 'unknown',
      reason: `${embedder.name} (pid ${embedder.pid}) can run ${component} inside its own process, which this version does not read.`,
    };
  }
  return {
    status: 'not-applicable',
    reason: `No ${component} runs on this node: no process in /proc has a program of that name that serves.`,
  };
}
