import type { Finding, Report } from '../../model/finding.ts';
import type { Waiver, WaiverState } from '../../model/waiver.ts';
import { type Covered, cover } from './cover.ts';
import { isAbout, isElsewhere } from './scope.ts';

export interface Outcome {
  state: WaiverState;
  covers: number;
  note?: string;
}

interface Context {
  report: Report;
  covered: readonly Covered[];
  narrowed: boolean;
  valid: boolean;
}

/** What came of one waiver. */
export function outcomeOf(waiver: Waiver, { report, covered, narrowed, valid }: Context): Outcome {
  const { scope } = waiver;
  if (isElsewhere(scope, report.node.name))
    return { state: 'elsewhere', covers: 0, note: `It is not about node ${report.node.name}.` };
  const about = report.findings.filter((finding) => isAbout(scope, finding));
  if (about.length === 0 && narrowed)
    return { state: 'elsewhere', covers: 0, note: 'This scan was told to leave out what it is about.' };
  if (!valid) return expired(waiver, about);
  const used = covered.filter(({ by }) => by.includes(waiver)).map(({ finding }) => finding);
  if (used.length > 0) return applied(used);
  if (about.length > 0) return { state: 'unused', covers: 0, note: whyUnused(waiver, about) };
  return { state: 'unmatched', covers: 0, note: 'No finding of this report is what it is about.' };
}

function expired(waiver: Waiver, findings: readonly Finding[]): Outcome {
  const would = findings.filter((finding) => cover(finding, [waiver]).by.length > 0).length;
  const note = would === 0 ? 'Nothing would need it any more.' : 'What it covered counts again.';
  return { state: 'expired', covers: would, note };
}

/** A waiver for objects alone leaves the finding as it is when others are at fault too. */
function applied(used: readonly Finding[]): Outcome {
  const open = used.filter(({ waiver }) => waiver === null);
  const covers = used.length - open.length;
  if (open.length === 0) return { state: 'applied', covers };
  const names = open.map(({ rule }) => rule).join(', ');
  return { state: 'applied', covers, note: `It does not cover all that is at fault in ${names}.` };
}

function whyUnused({ scope }: Waiver, about: readonly Finding[]): string {
  const failing = about.filter(({ status }) => status === 'fail' || status === 'conflict');
  if (failing.length > 0 && scope.object !== undefined) {
    const names = failing.map(({ rule }) => rule).join(', ');
    return `What is at fault in ${names} is none of its objects.`;
  }
  const open = about.filter(({ status }) => status === 'unknown' || status === 'error');
  if (open.length > 0) {
    const names = open.map(({ rule, status }) => `${rule} is ${status}`).join(', ');
    return `${names}: what is not known cannot be waived.`;
  }
  return 'Nothing that it is about fails.';
}
