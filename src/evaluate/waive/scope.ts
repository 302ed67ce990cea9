import type { Finding, Status, Target } from '../../model/finding.ts';
import type { WaiverScope } from '../../model/waiver.ts';
import { fits, fitsAny, listed } from '../../util/pattern.ts';

/** What can be accepted: a failure that is known. What is not known cannot. */
const WAIVABLE: readonly Status[] = ['fail', 'conflict'];

export function isWaivable({ status }: Finding): boolean {
  return WAIVABLE.includes(status);
}

/** Whether a waiver is about a finding, or about objects of it. */
export function isAbout(scope: WaiverScope, finding: Finding): boolean {
  const { target } = finding;
  return (
    isSubject(scope, finding) &&
    (scope.node === undefined || (target.kind !== 'cluster' && fitsAny(scope.node, target.node))) &&
    (scope.component === undefined || fitsAny(scope.component, target.component))
  );
}

/** What a waiver covers of a finding that it is about: all of it, or those of its objects. */
export function coverage({ object }: WaiverScope, { target, status, objects }: Finding): 'whole' | string[] {
  if (object === undefined) return 'whole';
  const own = nameOf(target);
  if (own !== undefined && fitsAny(object, own)) return 'whole';
  // That what was read contradicts what was proved is about no object.
  if (status !== 'fail') return [];
  return (objects?.failing ?? []).filter((label) => fitsAny(object, label));
}

function isSubject(scope: WaiverScope, { rule, controls }: Finding): boolean {
  if ('rule' in scope) return rule === scope.rule;
  return controls.some(
    ({ control, benchmark, version }) =>
      control === scope.control &&
      [undefined, benchmark, `${benchmark}@${version}`].includes(scope.benchmark),
  );
}

/** What tells a process, or the file of one, from others of its component. */
function nameOf(target: Target): string | undefined {
  if (target.kind === 'process') return target.name;
  return target.kind === 'file' ? target.path : undefined;
}

/** Whether a waiver is about other nodes than this one. */
export function isElsewhere({ node }: WaiverScope, here: string): boolean {
  return node !== undefined && !listed(node).some((pattern) => fits(pattern, here));
}
