import { shownPath } from '../components/shown-path.ts';
import type { StartingCandidate } from '../components/subject.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Member, Observation } from '../model/observation.ts';
import type { Origin } from '../model/origin.ts';
import type { FileFacts, ProcessFacts } from '../model/snapshot.ts';

/** How many members vote in the cluster of this etcd, and who says so. */
export interface Membership {
  /** Null: nothing that can be read says it. */
  voters: number | null;
  /** Members that follow without a vote; they do not make a cluster of several. */
  learners: number;
  origin: Origin;
  /** `the live member list`, … */
  source: string;
}

/** Live member list, else the members stored in the data directory, else what the configuration names (contract §6.8). */
export function membershipOf(
  process: ProcessFacts,
  candidate: StartingCandidate,
  observations: readonly Observation[],
): Membership {
  return live(observations) ?? stored(process, candidate) ?? planned(process, configured(candidate));
}

function live(observations: readonly Observation[]): Membership | null {
  const answer = observations.find((one) => one.members !== null && one.members.length > 0);
  if (answer?.members === undefined || answer.members === null) return null;
  return {
    ...counted(answer.members),
    origin: { kind: 'probe', method: answer.method, address: answer.address },
    source: 'the live member list',
  };
}

function counted(members: readonly Member[]): Pick<Membership, 'voters' | 'learners'> {
  const learners = members.filter((member) => member.learner).length;
  return { voters: members.length - learners, learners };
}

function stored(process: ProcessFacts, candidate: StartingCandidate): Membership | null {
  const path = candidate.setting('data-dir').value;
  const file = typeof path === 'string' ? valueIfPresent(process.files[path]) : undefined;
  const members = storedMembers(file);
  if (file === undefined || members === undefined || members.length === 0) return null;
  return {
    ...counted(members),
    origin: { kind: 'filesystem', path: `${shownPath(file)}/member/snap/db` },
    source: 'the members stored in the data directory',
  };
}

function storedMembers(file: FileFacts | undefined): readonly Member[] | undefined {
  const content = file === undefined ? undefined : valueIfPresent(file.content);
  return content?.kind === 'etcd-data' ? valueIfPresent(content.members) : undefined;
}

/** A member names those that were there when it was made: of the first one's file nobody can tell who joined since. */
function planned(process: ProcessFacts, membership: Membership): Membership {
  if (process.planned === undefined || membership.voters !== 1) return membership;
  return {
    ...membership,
    voters: null,
    source: `${membership.source}, which members that join later change`,
  };
}

/** `initial-cluster` names each member once or more; a discovery service names none here. */
function configured(candidate: StartingCandidate): Membership {
  for (const name of ['discovery', 'discovery-srv']) {
    const setting = candidate.setting(name);
    if (typeof setting.value === 'string')
      return { voters: null, learners: 0, origin: setting.origin, source: `${name}, which names no members` };
  }
  const setting = candidate.setting('initial-cluster');
  const text = typeof setting.value === 'string' ? setting.value : '';
  const names = text
    .split(',')
    .map((part) => part.split('=')[0]?.trim() ?? '')
    .filter((name) => name !== '');
  return {
    voters: new Set(names).size,
    learners: 0,
    origin: setting.origin,
    source: 'initial-cluster in the configuration',
  };
}
