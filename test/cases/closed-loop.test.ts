import { describe, expect, it } from 'vitest';
import type { Edit, Plan } from '../../src/model/plan.ts';
import { NEEDS } from '../../src/remediate/plan/needs/index.ts';
import { catalog } from './judge-case.ts';
import { plantServices } from './plant-services.ts';
import { plantSources } from './plant-sources.ts';
import { type Repaired, repair, repairableCases } from './repair-loop.ts';

const ALL = repairableCases();
const SERVICES = /^kube-(?:apiserver|controller-manager|scheduler)-/;

/** Ways in which the components of a case are started, the cases that are tried so, and what is left of them. */
const WAYS = [
  { by: 'kubeadm', plant: plantSources, cases: ALL, left: 'not-repaired.txt' },
  {
    by: 'services of systemd',
    plant: plantServices,
    cases: ALL.filter(({ rule }) => SERVICES.test(rule)),
    left: 'not-repaired-services.txt',
  },
];

function operationsOf({ changes }: Plan): readonly object[] {
  const edits: readonly Edit[] = changes.flatMap((change) => change.edits);
  return edits.flatMap((edit) => (edit.kind === 'content' ? edit.operations : []));
}

function expectRepaired({ plan, again, statuses, lost }: Repaired): void {
  expect(plan.changes.length).toBeGreaterThan(0);
  expect(statuses.every((status) => status === 'pass' || status === 'not-applicable')).toBe(true);
  expect(again.changes).toEqual([]);
  // A flag may have stood there twice, its value as a word of its own.
  expect(lost.length).toBeLessThanOrEqual(3 * operationsOf(plan).length);
  expect(lost.filter((line) => /^\s*#/.test(line))).toEqual([]);
  expect(JSON.stringify(plan)).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY/);
}

describe.each(WAYS)('a failing case whose rule has a fix, started by $by', ({ plant, cases, left }) => {
  const notRepaired: string[] = [];

  it.each(cases.map((one) => [one.rule, one.name, one.content] as const))(
    '%s %s: is repaired once and then left alone, or says why not',
    async (rule, name, content) => {
      const repaired = await repair(rule, content.given, plant);

      const own = repaired.plan.notPlanned.filter((one) => one.rule === rule);
      if (own.length > 0)
        notRepaired.push(...own.map(({ kind, reason }) => `${rule} ${name}\n  ${kind}: ${reason}`));
      else expectRepaired(repaired);
    },
  );

  it('is left for the listed reasons only', async () => {
    await expect(`${notRepaired.sort().join('\n')}\n`).toMatchFileSnapshot(left);
  });
});

describe('every rule', () => {
  it('says how it is repaired', () => {
    expect(catalog.rules.filter(({ remediation }) => remediation.fix === undefined)).toEqual([]);
  });

  it('says why when it is not, and needs only what is checked', () => {
    const fixes = catalog.rules.flatMap(({ id, remediation: { fix } }) => (fix ? [{ id, ...fix }] : []));

    const isLeft = ({ level, staged }: (typeof fixes)[number]) => level === 'explain' || staged === 'only';
    expect(fixes.filter((fix) => isLeft(fix) !== (fix.why !== undefined))).toEqual([]);
    expect(fixes.flatMap(({ needs = [] }) => needs).filter((need) => !(need in NEEDS))).toEqual([]);
  });

  it('that keeps somebody out is not applied unasked', () => {
    const bold = catalog.rules.filter(
      ({ remediation: { fix } }) => fix?.lockOut === 'high' && fix.level === 'safe',
    );

    expect(bold).toEqual([]);
  });
});
