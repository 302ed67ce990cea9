import type { PodSpec, PodVariant, Workload } from '../../../model/cluster/workloads.ts';
import type { ClusterFacts } from '../../../model/cluster.ts';
import type { Evidence } from '../../../model/finding.ts';
import type { PropertyItem } from '../../subject.ts';
import { exemptIn } from '../exempt.ts';
import {
  type ClusterProperty,
  type ClusterView,
  count,
  nameOf,
  needing,
  objectOrigin,
  quoted,
} from '../view.ts';

export const WORKLOAD_KINDS = [
  'pods',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'replicationcontrollers',
] as const;

/** What a rule finds wrong with a Pod's spec, a short phrase each; none when nothing. */
export type PodCheck = (spec: PodSpec, variant: PodVariant, workload: Workload) => readonly string[];

/** A rule on Pods, for one cluster. */
export interface PodRule {
  check: PodCheck;
  /** What a reader is told when nothing is found. */
  holds: string;
  /** Facts that the check went by. */
  evidence?: readonly Evidence[];
}

/**
 * Workloads of all namespaces that are not exempt, each judged once by every spec that it has. How many were exempt,
 * and which of those would fail, is quoted. What has ended and starts nothing any more is left out.
 */
export function workloadsBy(ruleFor: (view: ClusterView) => PodRule): ClusterProperty {
  return needing(WORKLOAD_KINDS, (view) => {
    const { facts, parameters } = view;
    const { check, holds, evidence = [] } = ruleFor(view);
    const exempt = exemptIn(parameters);
    const { system = [], own = [] } = Object.groupBy(runningIn(facts), ({ namespace }) =>
      exempt.has(namespace) ? 'system' : 'own',
    );
    return {
      state: 'items',
      items: own.map((workload) => itemOf(workload, check, facts)),
      virtue: () => `${count(own.length, 'workload')}${exempt.outside}: ${holds}.`,
      none: { status: 'not-applicable', reason: noneReason(exempt.outside, system.length) },
      evidence: [...evidence, ...exemptEvidence(system, check, facts)],
    };
  });
}

function noneReason(outside: string, system: number): string {
  if (outside === '') return 'There is no workload.';
  const are = system === 1 ? 'is' : 'are';
  return `No workload is${outside}; ${count(system, 'workload')} in there ${are} exempt.`;
}

function exemptEvidence(system: readonly Workload[], check: PodCheck, facts: ClusterFacts): Evidence[] {
  const failing = system.filter((workload) => hasDefects(workload, check, facts));
  return [
    quoted('exempt workloads', system.length, 'pods'),
    quoted('exempt workloads that would fail', failing.map(labelOf).slice(0, 50), 'pods'),
  ];
}

function itemOf(workload: Workload, check: PodCheck, facts: ClusterFacts): PropertyItem {
  const defects = defectsOf(workload, check, facts);
  const label = labelOf(workload);
  return {
    label,
    attributes: { allowed: defects.length === 0 ? 'yes' : 'no' },
    origin: objectOrigin(facts, label, `${workload.kind.toLowerCase()}s`),
    defects: { allowed: `${label}: ${defects.slice(0, 5).join('; ')}${defects.length > 5 ? ' …' : ''}.` },
    ...(defects.length === 0 && workload.notKept > 0
      ? {
          unknown: { allowed: `${label}: ${count(workload.notKept, 'Pod')} could not be kept in the facts.` },
        }
      : {}),
    ...(defects.length > 0 ? { note: `${defects.slice(0, 20).join('; ')}.` } : {}),
  };
}

function labelOf({ kind, namespace, name }: Workload): string {
  return nameOf(kind, namespace, name);
}

/** Whether a check finds anything wrong with a workload. */
export function hasDefects(workload: Workload, check: PodCheck, facts: ClusterFacts): boolean {
  return defectsOf(workload, check, facts).length > 0;
}

function defectsOf(workload: Workload, check: PodCheck, facts: ClusterFacts): string[] {
  const found = runningSpecs(workload, facts).flatMap(({ spec, variant }) => check(spec, variant, workload));
  return [...new Set(found)];
}

/** Workloads that run or will run something. */
export function runningIn({ workloads }: ClusterFacts): Workload[] {
  return workloads.filter(({ variants, notKept }) => notKept > 0 || variants.some(isRunning));
}

/** Specs that run or will run: what only Pods that have ended have is no longer in force. */
export function runningSpecs(
  { variants }: Workload,
  { podSpecs }: ClusterFacts,
): { spec: PodSpec; variant: PodVariant }[] {
  return variants.filter(isRunning).flatMap((variant) => {
    const spec = podSpecs[variant.spec];
    return spec === undefined ? [] : [{ spec, variant }];
  });
}

/** Whether a Pod has the spec, or will have. */
export function isRunning({ template, pods, ended }: PodVariant): boolean {
  return template || pods > ended;
}
