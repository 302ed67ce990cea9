import type { Finding, Report } from '../../../src/model/finding.ts';

/** What it would take to know as much as on the node: a capability, the network of the host, or a right of the API. */
const RIGHT = /CAP_SYS_PTRACE|CAP_DAC_READ_SEARCH|CAP_SETUID|hostNetwork/;
const RIGHT_OF_THE_API = /answered 403|a token is not sent|--no-cluster/;

export interface Comparison {
  /** Same status, and proved or not alike. */
  equal: number;
  /** Same status; not proved, and said what that would take. */
  unproved: number;
  /** Not known, and said what that would take. */
  unknown: number;
  /**
   * Same status, by Pods whose processes are looked at. The only ones here are those of collectors, which come and go: what of
   * them runs is not the same at any two moments.
   */
  passing: number;
  /** Anything else. */
  other: string[];
}

/** The findings of a collector beside those of a scan on the node itself. */
export function compare(host: Report, collected: Report, only: (finding: Finding) => boolean = () => true) {
  const result: Comparison = { equal: 0, unproved: 0, unknown: 0, passing: 0, other: [] };
  const found = new Map(collected.findings.filter(only).map((finding) => [keyOf(finding), finding]));
  for (const finding of host.findings.filter(only)) {
    const key = keyOf(finding);
    const theirs = found.get(key);
    found.delete(key);
    const kind = theirs === undefined ? null : kindOf(finding, theirs);
    if (kind === null)
      result.other.push(`${key}: ${told(finding)}; ${theirs === undefined ? '' : told(theirs)}`);
    else result[kind] += 1;
  }
  result.other.push(...[...found.keys()].map((key) => `${key}: of the collector alone`));
  return result;
}

function told({ status, reason, proof }: Finding): string {
  return `${status}, ${reason} (${proof.outcome}: ${proof.observed})`;
}

function keyOf({ rule, target, controls }: Finding): string {
  const pid = 'pid' in target ? ` (pid ${target.pid})` : '';
  return `${controls[0]?.control} ${rule}${pid}`;
}

function kindOf(ours: Finding, theirs: Finding): Exclude<keyof Comparison, 'other'> | null {
  if (theirs.status === 'unknown' && ours.status !== 'unknown')
    return RIGHT.test(theirs.reason) ? 'unknown' : null;
  if (theirs.status !== ours.status) return null;
  const { outcome, observed } = theirs.proof;
  if (ours.proof.method === 'PROC' && outcome !== 'contradicted') return 'passing';
  if (outcome === ours.proof.outcome) return 'equal';
  const open = outcome === 'not-attempted' || outcome === 'inconclusive';
  return open && (RIGHT.test(observed) || RIGHT_OF_THE_API.test(observed)) ? 'unproved' : null;
}
