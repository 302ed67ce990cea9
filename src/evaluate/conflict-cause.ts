import type { ChangedFile } from '../components/stale.ts';
import { valueIfPresent } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import type { ProcessFacts } from '../model/snapshot.ts';

/** What may explain that a process answers otherwise than it is configured. */
export interface Surroundings {
  process: ProcessFacts;
  /** Of this process, who takes its connections (OWNER) among them. */
  observations: readonly Observation[];
}

/**
 * Why the probes contradict what was read, by what there is to show for it; each cause that has a sign is named.
 * docs/proofs.md lists them.
 *
 * @param around null for what is no process
 * @param method by which it was seen
 */
export function conflictCause(
  change: ChangedFile | undefined,
  around: Surroundings | null,
  method: string,
): string {
  const pending = change === undefined ? [] : [`${changed(change)} A restart is pending.`];
  const others = around === null ? [] : otherEnds(around.observations);
  const found = [...pending, ...others];
  if (found.length > 0) return found.join(' ');
  if (method === 'PROC') return BY_RUNTIME;
  const weaker = around === null ? [] : [...otherVersion(around), ...otherCertificate(around)];
  return weaker.length > 0 ? weaker.join(' ') : unexplained(around);
}

/** Between a Pod and its processes stands the runtime, and what was true when they started. */
const BY_RUNTIME =
  'A Pod takes effect when the runtime starts its containers. A hook or plug-in of the runtime may have changed one, its program may have entered other namespaces or become another user since, or it may be older than a default that counts now. Which of these it is, nothing that was read tells.';

export function changed({ path, changedAt, startedAt }: ChangedFile): string {
  return `${path} changed at ${changedAt}, after the process started at ${startedAt}, and is read only at start.`;
}

/** By who listens there as well, and by where a connection to each socket ends. */
function otherEnds(observations: readonly Observation[]): string[] {
  const owners = observations.filter(({ method }) => method === 'OWNER');
  return [...new Set(owners.flatMap((one) => [...sharedSocket(one), ...redirected(one)]))];
}

function sharedSocket({ address, seen }: Observation): string[] {
  const others = seen?.sharedWith;
  if (!Array.isArray(others)) return [];
  return [
    `Another process may have answered: ${address} is also listened on by ${others.join(', ')}, and the kernel gives each connection to one of them.`,
  ];
}

function redirected({ address, seen }: Observation): string[] {
  const port = address.slice(address.lastIndexOf(':') + 1);
  const { takenBy, endsAt } = seen ?? {};
  if (takenBy === 'nobody here')
    return [
      `Something stands in between: a connection to ${address} ends at no socket of this machine's network, so that the packet filter sends it elsewhere.`,
    ];
  if (endsAt === undefined || String(endsAt) === port) return [];
  const by = takenBy === 'itself' ? 'the process' : takenBy;
  return [
    `Something stands in between: a connection to ${address} ends at port ${endsAt}, which ${by} holds; the packet filter sends it there.`,
  ];
}

/** The version that a package or an image gives, and the one that the process tells itself. */
function otherVersion({ process, observations }: Surroundings): string[] {
  const assumed = valueIfPresent(process.version);
  const told = observations.find(({ version }) => version !== null)?.version;
  if (assumed === undefined || told == null || told.startsWith(assumed)) return [];
  return [
    `It answers as version ${told}, and what lies on the disk is ${assumed}: another program than the one that was looked at may run.`,
  ];
}

/** A certificate in none of the files that the process names is somebody else's, or made by the process itself. */
function otherCertificate({ process, observations }: Surroundings): string[] {
  const known = Object.values(process.files).flatMap((fact) => {
    const file = valueIfPresent(fact);
    const content = file === undefined ? undefined : valueIfPresent(file.content);
    return content?.kind === 'certificates' ? content.certificates : [];
  });
  const shown = observations.find(
    ({ leaf }) =>
      leaf !== null && !known.some(({ publicKeySha256 }) => publicKeySha256 === leaf.publicKeySha256),
  );
  if (shown?.leaf == null || known.every(({ isAuthority }) => isAuthority)) return [];
  return [
    `${shown.address} shows a certificate (${shown.leaf.subject}, of ${shown.leaf.issuer}) that is in none of the files that the process names: a proxy with one of its own, or another server, may have answered.`,
  ];
}

function unexplained(around: Surroundings | null): string {
  const checked = around?.observations.some(
    ({ method, seen }) => method === 'OWNER' && seen?.takenBy === 'itself',
  );
  const sockets = checked
    ? 'and a connection to its sockets ends at this process'
    : 'and the sockets asked are those of this process';
  return `Nothing that was read explains it: no file changed after the start, ${sockets}. Its version may be another one, or it is described wrongly here; keep the evidence and look at the process before you trust either side.`;
}
