import { valueIfPresent } from '../../model/fact.ts';
import type { Change, Stage } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { isPlain, overTls, secureUrlOf } from '../etcd/peer-urls.ts';
import { refuseDecidedByFile } from './decided-by-file.ts';
import { disruptionOf, membersOf } from './disruption.ts';
import { withEtcdEdit } from './etcd-edit.ts';
import { bothListen, firstOverTls, type PeerAddresses, peerAddressesOf } from './etcd-peer-addresses.ts';
import { durableOfStage } from './etcd-peer-durable.ts';
import { type PeerMaterial, peerMaterial } from './etcd-peer-material.ts';
import { etcdSetting } from './etcd-settings.ts';
import { refuseElsewhere } from './etcd-task.ts';
import type { FlagEdit } from './flag-edits.ts';
import { NotNow, type PlanInput, type Task } from './input.ts';
import { stateWith } from './node-file.ts';
import { checkOthers, checkTurns, predicted } from './predict.ts';
import { contentEdits, worst } from './process-change.ts';
import { type StaticPod, staticPodOf } from './static-pod.ts';
import { edited, type Working } from './working.ts';

/** With fewer every restart is downtime, and nothing is gained by stages. */
const LEAST_MEMBERS = 3;

type Kind = Stage['kind'];

const WAITS_FOR: Readonly<Record<Kind, string>> = {
  'serve-tls': 'Every other member is well.',
  'advertise-tls':
    'Every other member serves its peers over TLS at its second address and takes this certificate there.',
  'drop-plain':
    'No member, this one too, advertises an address without TLS, and each is reached where it does.',
};

const ADVERTISED =
  'None: the other members connect to this one anew, at its second address. It is written to etcd, not to a file.';

const KINDS = Object.keys(WAITS_FOR) as readonly Kind[];

/**
 * Peers from http to https without a pause, as changes that each member makes before any makes the next: a second address
 * over TLS, the others are told, the first address over TLS instead of the second. Throws NotNow when it would not do.
 */
export function planStages(input: PlanInput, process: ProcessFacts, tasks: readonly Task[]): Change[] {
  const pod = staticPodOf(input, process);
  const addresses = peerAddressesOf(process);
  const second = bothListen(addresses);
  if (pod === null) refuseElsewhere(input, process, [second]);
  if (pod !== null)
    for (const task of tasks) refuseDecidedByFile(task, 'etcd', valueIfPresent(process.argv) ?? [], pod);
  refuseUnlike(addresses);
  const working = startOf(input, process, tasks);
  const members = countOf(input, working);
  const secure = addresses.advertised.map(secureUrlOf);
  const material = peerMaterial(input, process, pod, secure);
  const served = withEdits(input, pod, working, [
    ...material.edits,
    { flag: 'peer-client-cert-auth', value: 'true' },
    second,
  ]);
  const alone = withEdits(input, pod, asWritten(served), firstOverTls(served.process));
  checkAll(input, working, served, alone);
  const final = addresses.advertised.map(overTls);
  const urls = { members, plain: [...addresses.advertised], secure, final };
  const build = (kind: Kind, of: Working | null) => {
    const stage = { ...numbered(kind), ...urls, ...filesOf(material) };
    return changeFor(input, tasks, { working: of, process, seen: material.seen, stage });
  };
  const first = contentEdits(served.operations).length > 0 ? [build('serve-tls', served)] : [];
  const told = addresses.advertised.some(isPlain) ? [build('advertise-tls', null)] : [];
  return [...first, ...told, build('drop-plain', alone)];
}

/** A member that is told to be at https and listens at http alone has no peers that could be kept. */
function refuseUnlike({ listen, advertised }: PeerAddresses): void {
  if (advertised.some(isPlain) || listen.some((url) => !isPlain(url))) return;
  throw new NotNow(
    'prerequisite',
    `Peers are told of ${advertised.join(', ')}, and this member listens for them at ${listen.join(', ')} alone.`,
    'set --listen-peer-urls and --initial-advertise-peer-urls to addresses of one scheme, then plan again',
  );
}

/** Whether an etcd has a listener for its peers without TLS. */
export function hasPlainPeers(process: ProcessFacts): boolean {
  return process.component === 'etcd' && process.inside === undefined && listensPlainly(process);
}

function listensPlainly(process: ProcessFacts): boolean {
  try {
    return peerAddressesOf(process).listen.some(isPlain);
  } catch (error) {
    if (error instanceof NotNow) return false;
    throw error;
  }
}

function startOf(input: PlanInput, process: ProcessFacts, tasks: readonly Task[]): Working {
  const findings = predicted(input, process);
  return {
    process,
    findings,
    tasks,
    operations: new Map(),
    prerequisites: [],
    affects: [],
    durable: [],
  };
}

function countOf(input: PlanInput, working: Working): number {
  const members = membersOf(input, working);
  if (members !== null && members >= LEAST_MEMBERS) return members;
  if (members === null)
    throw new NotNow(
      'prerequisite',
      'How many members vote is not known: etcd here did not tell.',
      'make this member answer its clients, then plan again',
    );
  throw new NotNow(
    'explain',
    `Peers go to https without a pause only in a cluster of ${LEAST_MEMBERS} members or more, and there are ${members}.`,
    `members up to ${LEAST_MEMBERS}, then plan again; or a maintenance window: all with https and their authority at once`,
  );
}

function numbered(kind: Kind): Pick<Stage, 'kind' | 'number' | 'of' | 'waitsFor'> {
  return { kind, number: KINDS.indexOf(kind) + 1, of: KINDS.length, waitsFor: WAITS_FOR[kind] };
}

function filesOf({
  certificate,
  key,
  authority,
}: PeerMaterial): Pick<Stage, 'certificate' | 'key' | 'authority'> {
  return { certificate, key, authority };
}

function withEdits(
  input: PlanInput,
  pod: StaticPod | null,
  working: Working,
  edits: readonly FlagEdit[],
): Working {
  return edits
    .filter(({ flag, value }) => textOf(working.process, flag) !== value)
    .reduce((so, edit) => withEtcdEdit(input, pod, so, edit), working);
}

function textOf(process: ProcessFacts, flag: string): string {
  const value = etcdSetting(process, flag);
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}

/** What comes next is edited in the files as this stage leaves them. */
function asWritten(working: Working): Working {
  const operations = [...working.operations].map(([path, { file, list }]) => {
    const bytes = edited(file, list);
    return [path, { file: { ...file, bytes, state: stateWith(file.state, bytes) }, list: [] }] as const;
  });
  return { ...working, operations: new Map(operations) };
}

/** In the end every rule is met; on the way nothing else turns bad, and etcd would start. */
function checkAll(input: PlanInput, start: Working, served: Working, alone: Working): void {
  const byHand = 'see docs/fixes.md, etcd: peers from http to https';
  const between = predicted(input, served.process);
  const end = predicted(input, alone.process);
  for (const task of start.tasks) checkTurns(task, start.findings, end, true, byHand);
  checkOthers(start.findings, between, byHand);
  const broken = between.find(({ status }) => status === 'error');
  if (broken !== undefined) throw new NotNow('prerequisite', broken.reason, byHand);
}

interface Built {
  /** Null: nothing is written to a file. */
  readonly working: Working | null;
  readonly process: ProcessFacts;
  readonly seen: Change['prerequisites'];
  readonly stage: Stage;
}

function changeFor(input: PlanInput, tasks: readonly Task[], built: Built): Change {
  const { working, process, stage } = built;
  const restarts = working === null ? null : { component: 'etcd', pid: process.pid, members: stage.members };
  const operations = [...(working?.operations.values() ?? [])].flatMap(({ list }) => list);
  return {
    id: `etcd-${process.pid}-${stage.kind}`,
    class: 'etcd',
    rules: tasks.map(({ rule, control }) => ({ rule: rule.id, control })),
    level: 'consent',
    disruption: restarts === null ? ADVERTISED : disruptionOf(process, restarts),
    lockOut: worst(tasks),
    affects: [],
    prerequisites: stage.kind === 'serve-tls' ? [...built.seen] : [],
    restarts,
    edits: working === null ? [] : contentEdits(working.operations),
    stage,
    durable: durableOfStage(input, process, operations, stage),
  };
}
