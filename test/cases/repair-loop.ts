import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../src/model/plan.ts';
import { type CaseFile, type NamedCase, readCases } from './case-file.ts';
import { benchmarkFor, catalog, factsOf, judgeFacts } from './judge-case.ts';
import { CasePki, plantCase } from './plant-case.ts';
import { type plantSources, restart } from './plant-sources.ts';
import { makeEdits, planFor } from './repair-case.ts';

const pki = new CasePki();
const rules = new Map(catalog.rules.map((rule) => [rule.id, rule]));

/** Failing cases of rules on nodes whose fix is planned at all. */
export function repairableCases(): readonly NamedCase[] {
  return readCases()
    .filter(({ rule, content }) => content.expect.status === 'fail' && rules.get(rule)?.target === 'node')
    .filter(({ rule }) => {
      const level = rules.get(rule)?.remediation.fix?.level;
      return level === 'safe' || level === 'consent';
    });
}

export interface Repaired {
  plan: Plan;
  /** Made of the node as the first one leaves it. */
  again: Plan;
  statuses: readonly string[];
  /** Lines of the edited files that are gone. */
  lost: readonly string[];
}

/**
 * Plans the repair of a failing case, makes it, starts the processes anew and judges again.
 *
 * @param plant writes the files that started the processes
 */
export async function repair(
  rule: string,
  given: CaseFile['given'],
  plant: typeof plantSources,
): Promise<Repaired> {
  const root = await plantCase(given, pki);
  const benchmark = benchmarkFor(rule, given.parameters);
  const sources = plant(root, await factsOf(root, given));
  const snapshot = await factsOf(root, given);
  // Who plans for a kubelet without an authority for clients gets that too, which other fixes wait for.
  const first = rule.startsWith('kubelet-') ? [rule, 'kubelet-client-ca'] : [rule];
  const plan = planFor(root, snapshot, benchmark, judgeFacts(snapshot, benchmark, { rules: first }));
  const before = contents(root, plan);
  const owners: Record<string, string> = { ...given.owners };
  makeEdits(root, plan, owners);
  const lost = before.flatMap(({ path, text }) => {
    const left = readFileSync(join(root, path), 'utf8').split('\n');
    return text.split('\n').filter((line) => !left.includes(line));
  });
  restart(root, sources);
  const repaired = await factsOf(root, { ...given, owners });
  const report = judgeFacts(repaired, benchmark, { rules: [rule] });
  const again = planFor(root, repaired, benchmark, report);
  return { plan, again, statuses: report.findings.map(({ status }) => status), lost };
}

function contents(root: string, { changes }: Plan): { path: string; text: string }[] {
  return changes
    .flatMap(({ edits }) => edits)
    .filter(({ kind }) => kind === 'content')
    .map(({ path }) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
