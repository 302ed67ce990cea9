import type { Finding, Report, Status } from '../../src/model/finding.ts';
import type { KubeBenchStatus } from './kube-bench.ts';
import { WHY } from './why.ts';

/** One control on which the two say different things. */
export interface Difference {
  control: string;
  kubeBench: KubeBenchStatus;
  kubetrue: Status;
  title: string;
  why: string;
}

const SAME: Readonly<Record<KubeBenchStatus, Status | null>> = {
  PASS: 'pass',
  FAIL: 'fail',
  WARN: 'manual',
  INFO: null,
};

/** All differences in the order of the benchmark; throws when one has no explanation, or one that is none needs none. */
export function differences(report: Report, other: ReadonlyMap<string, KubeBenchStatus>): Difference[] {
  const found = report.findings.flatMap((finding) => differenceOf(finding, other));
  const unexplained = found.filter(({ control }) => WHY[control] === undefined).map(({ control }) => control);
  const needless = Object.keys(WHY).filter((control) => !found.some((one) => one.control === control));
  if (unexplained.length > 0) throw new Error(`no explanation in why.ts: ${unexplained.join(', ')}`);
  if (needless.length > 0)
    throw new Error(`no difference, but an explanation in why.ts: ${needless.join(', ')}`);
  return found;
}

function differenceOf(finding: Finding, other: ReadonlyMap<string, KubeBenchStatus>): Difference[] {
  const control = finding.controls[0]?.control ?? '';
  const kubeBench = other.get(control);
  if (kubeBench === undefined) throw new Error(`kube-bench says nothing of ${control}`);
  if (SAME[kubeBench] === finding.status) return [];
  const { status: kubetrue, title } = finding;
  return [{ control, kubeBench, kubetrue, title, why: WHY[control] ?? '' }];
}

/** How often each said what. */
export function counts(statuses: Iterable<string>): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const status of statuses) all.set(status, (all.get(status) ?? 0) + 1);
  return all;
}
