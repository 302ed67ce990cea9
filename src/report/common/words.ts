import type { Evidence, Finding, Target } from '../../model/finding.ts';
import { originText, valueText } from '../text/value.ts';
import { waiverText } from './waiver.ts';

/** A finding in words: why, what was seen, what the letter says, and by what it is waived. */
export function messageOf(finding: Finding): string {
  const { waiver } = finding;
  return [
    finding.reason,
    ...seen(finding),
    ...letter(finding),
    ...(waiver === null ? [] : [waiverText(waiver)]),
  ].join(' ');
}

function seen({ proof, reason }: Finding): string[] {
  const { outcome, observed } = proof;
  if (outcome === 'not-attempted' || observed === '' || reason.includes(observed)) return [];
  return [`Seen: ${observed}`];
}

function letter({ letter: status, letterReason }: Finding): string[] {
  if (status === undefined) return [];
  return [`The benchmark's letter says ${status}${letterReason === undefined ? '.' : `: ${letterReason}`}`];
}

/** What decided, one value a line: the one that won, where it was set, and those that lost. */
export function evidenceLines({ evidence, target }: Finding): string[] {
  return evidence.flatMap((one) => [
    `${one.setting} = ${valueText(one.value)} (${originText(one.origin, target.component, one.value)})`,
    ...lost(one, target.component),
    ...(one.note === undefined ? [] : [`  ${one.note}`]),
  ]);
}

function lost({ overrides }: Evidence, component: string): string[] {
  return overrides.map(
    ({ value, origin }) => `  overridden: ${valueText(value)} from ${originText(origin, component, value)}`,
  );
}

/** What is judged, as a person calls it: `etcd 3.5.21, m1`. */
export function targetName(target: Target): string {
  if (target.kind === 'node') return target.component;
  if (target.kind === 'cluster') return `cluster ${target.cluster}`;
  const { component, name, version } = target;
  return [[component, version].filter(Boolean).join(' '), name].filter(Boolean).join(', ');
}
