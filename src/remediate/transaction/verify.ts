import type { Finding, Status } from '../../model/finding.ts';
import type { Change } from '../../model/plan.ts';
import type { Context } from './context.ts';

const RED: readonly Status[] = ['fail', 'conflict', 'unknown', 'error'];

/**
 * Why a change has not done what it is for; null when it has. A stage is asked for at etcd; the last one, and all other
 * changes, are for their rules.
 */
export async function whyNotMet(context: Context, change: Change): Promise<string | null> {
  const { stage } = change;
  const why = stage === undefined ? null : await context.engine.etcd().stages.whyNotMade(stage);
  if (why !== null || (stage !== undefined && stage.number < stage.of)) return why;
  return whyRulesNotMet(context, change);
}

/** By a new scan and new probes; null when each of its rules is met and no proof says otherwise. */
async function whyRulesNotMet({ engine }: Context, { rules }: Change): Promise<string | null> {
  const names = [...new Set(rules.map(({ rule }) => rule))];
  const findings = await engine.judge(names);
  for (const name of names) {
    const found = findings.filter(({ rule }) => rule === name);
    if (found.length === 0) return `${name} has no finding any more`;
    const reason = found.map(whyRed).find((one) => one !== null);
    if (reason !== undefined) return reason;
  }
  return null;
}

function whyRed({ rule, status, reason, proof }: Finding): string | null {
  if (RED.includes(status)) return `${rule} is ${status}: ${reason}`;
  return proof.outcome === 'contradicted' ? `${rule} is contradicted by its proof: ${proof.observed}` : null;
}
