import type { NodeFile, NodeFileAttributes, NodeFiles } from '../../model/node-files.ts';
import type { ProcessFacts, Snapshot } from '../../model/snapshot.ts';
import type { PropertyItem } from '../subject.ts';
import { type Holder, holderOf, usersOf } from './holders.ts';

/** A file as a rule looks at it: mode as octal digits, owner by name. */
export function itemOf(file: NodeFile, names: NodeFiles, snapshot: Snapshot): PropertyItem {
  const { attributes } = file;
  const origin = { kind: 'filesystem', path: file.path } as const;
  if (attributes.state !== 'present') {
    const why = attributes.state === 'unreadable' ? attributes.reason : 'not there';
    const unknown = `${file.path}: ${why}.`;
    return {
      label: file.path,
      origin,
      attributes: {},
      unknown: { mode: unknown, owner: unknown, ownedByProcess: unknown, heldBy: unknown },
    };
  }
  const { value } = attributes;
  const owner = ownerOf(value, names);
  const mode = value.mode.toString(8);
  const users = usersOf(file, snapshot);
  const process = file.group === 'etcd-datadir' ? users[0] : undefined;
  const holder = holderOf(value, users);
  return {
    label: file.path,
    origin,
    attributes: {
      mode,
      owner,
      type: value.type,
      ...ownership(value, process),
      ...('heldBy' in holder ? { heldBy: holder.heldBy } : {}),
    },
    defects: {
      mode: `${file.path} has mode ${mode}.`,
      owner: `${file.path} belongs to ${owner}.`,
      ownedByProcess: `${file.path} belongs to ${owner}, and etcd runs as uid ${process?.uid}.`,
      heldBy: `${file.path} belongs to ${owner}${usedBy(users)}.`,
    },
    ...undecided(process, holder),
    note: noteOf(file, value),
  };
}

/** `root:root` by the host's own names; ids that have none stay numbers. */
function ownerOf({ uid, gid }: NodeFileAttributes, { users, groups }: NodeFiles): string {
  const user = uid === 0 ? 'root' : (users[uid] ?? String(uid));
  const group = gid === 0 ? 'root' : (groups[gid] ?? String(gid));
  return `${user}:${group}`;
}

function ownership(
  { uid }: NodeFileAttributes,
  process: ProcessFacts | undefined,
): { ownedByProcess?: string } {
  if (process === undefined || process.uid === null) return {};
  return { ownedByProcess: process.uid === uid ? 'yes' : 'no' };
}

function undecided(process: ProcessFacts | undefined, holder: Holder): Pick<PropertyItem, 'unknown'> {
  const unknown = {
    ...(process?.uid === null
      ? { ownedByProcess: `The user that etcd (pid ${process.pid}) runs as is not known.` }
      : {}),
    ...('unknown' in holder ? { heldBy: holder.unknown } : {}),
  };
  return Object.keys(unknown).length === 0 ? {} : { unknown };
}

function usedBy(users: readonly ProcessFacts[]): string {
  if (users.length === 0) return '';
  const each = users.map(
    ({ component, pid, uid }) => `${component} (pid ${pid}) with uid ${uid ?? 'not known'}`,
  );
  return ` and is used by ${each.join(', ')}`;
}

function noteOf({ because }: NodeFile, { leadsTo, closedBy }: NodeFileAttributes): string {
  return [
    `Found as ${because}.`,
    ...(leadsTo === null ? [] : [`A link that leads to ${leadsTo}, which is what was judged.`]),
    ...(closedBy === null ? [] : [`Others cannot reach it: ${closedBy} above it is closed to them.`]),
  ].join(' ');
}
