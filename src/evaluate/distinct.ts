import type { Authority, AuthorityKeys, StartingCandidate } from '../components/subject.ts';
import type { Check } from '../model/rule.ts';
import type { OtherAuthority, OtherComponent } from './other-component.ts';
import type { Verdict } from './verdict.ts';

type DistinctCheck = Extract<Check, { distinct: string }>;

/** Does a component share a certificate authority with another one on this node? By key, or by path as the letter has it. */
export function distinctVerdict(
  candidate: StartingCandidate,
  check: DistinctCheck,
  others: OtherComponent,
): Verdict {
  const theirs = others(check.from.component, check.from.setting);
  return check.by === 'path' ? byPath(candidate, check, theirs) : byKey(candidate.authorities, check, theirs);
}

function byKey(ours: readonly Authority[], check: DistinctCheck, theirs: readonly OtherAuthority[]): Verdict {
  if (!ours.some((one) => one.guards === 'clients')) {
    return {
      status: 'fail',
      reason: 'No CA is in force on any client listener of etcd, so none of its own is either.',
    };
  }
  const all = [...ours, ...theirs].map((one) => one.keys);
  const broken = problem(all, 'broken');
  if (broken !== null) return { status: 'error', reason: `${broken}.` };
  const shared = ours.find((one) => theirs.some((other) => overlap(one.keys, other.keys)));
  if (shared !== undefined) {
    return {
      status: 'fail',
      reason: `${shared.setting} (${shared.path}) holds the CA that the API server trusts by --${check.from.setting}: every certificate of the cluster CA opens etcd.`,
    };
  }
  const hidden = problem(all, 'hidden');
  if (hidden !== null) return { status: 'unknown', reason: `What decides could not be read: ${hidden}.` };
  if (theirs.length === 0) return { status: 'unknown', reason: absent(check) };
  return { status: 'pass', reason: passReason(ours, theirs, check) };
}

function absent(check: DistinctCheck): string {
  return `No ${check.from.component} runs on this node, so its --${check.from.setting} cannot be compared here. Compare the key below with that of the API server's CA.`;
}

function passReason(
  ours: readonly Authority[],
  theirs: readonly OtherAuthority[],
  check: DistinctCheck,
): string {
  if (theirs.every((one) => one.keys === null)) {
    return `The API server has no --${check.from.setting}, so it shares none with etcd.`;
  }
  const names = ours.map((one) => one.setting).join(' and ');
  return `${names} ${ours.length === 1 ? 'holds' : 'hold'} no key of the API server's --${check.from.setting}.`;
}

function problem(keys: readonly (AuthorityKeys | null)[], state: 'broken' | 'hidden'): string | null {
  const found = keys.find((one) => one?.state === state);
  return found !== undefined && found !== null && found.state !== 'known' ? found.because : null;
}

function overlap(ours: AuthorityKeys, theirs: AuthorityKeys | null): boolean {
  if (ours.state !== 'known' || theirs?.state !== 'known') return false;
  return ours.sha256.some((key) => theirs.sha256.includes(key));
}

/** The control's own sentence: the two flags name different files. */
function byPath(
  candidate: StartingCandidate,
  check: DistinctCheck,
  theirs: readonly OtherAuthority[],
): Verdict {
  const ours = candidate.setting('trusted-ca-file').value;
  if (typeof ours !== 'string') return { status: 'fail', reason: 'trusted-ca-file is not set.' };
  if (theirs.length === 0) return { status: 'unknown', reason: absent(check) };
  const same = theirs.some((one) => one.setting.value === ours);
  if (same)
    return {
      status: 'fail',
      reason: `trusted-ca-file and --${check.from.setting} name the same path, ${ours}.`,
    };
  return { status: 'pass', reason: `trusted-ca-file and --${check.from.setting} name different paths.` };
}
