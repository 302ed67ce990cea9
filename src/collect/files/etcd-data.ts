import { andThen, type Reading, read, unreadable } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { Fact } from '../../model/fact.ts';
import type { Member } from '../../model/observation.ts';
import type { Origin } from '../../model/origin.ts';
import type { FileContent } from '../../model/snapshot.ts';
import { type Buckets, readBuckets } from '../bbolt/store.ts';
import { absent, fileOrigin, notReadable, present } from '../facts.ts';

/** https://github.com/etcd-io/etcd/blob/v3.6.5/server/storage/schema/bucket.go; the same names since 3.0. */
const MEMBERS = 'members';
const REMOVED = 'members_removed';

/**
 * What an etcd data directory says about membership. Removed members stay listed in a bucket of their own.
 * @param path of the data directory inside `fs`
 */
export function readDataDirectory(fs: RootedFs, path: string, origin: Origin): Reading<FileContent> {
  const directory = fs.list(path);
  if (directory.state !== 'read') return directory;
  const log = fs.list(`${path}/member/wal`);
  if (log.state === 'unreadable') return log;
  const writeAheadLog = log.state === 'read' && log.value.some((name) => name.endsWith('.wal'));
  return read({ kind: 'etcd-data', writeAheadLog, members: membersFact(fs, path, origin) });
}

function membersFact(fs: RootedFs, path: string, origin: Origin): Fact<Member[]> {
  const store = below(origin, 'member/snap/db');
  const members = andThen(
    fs.withFile(`${path}/member/snap/db`, (descriptor, size) =>
      readBuckets(descriptor, size, [MEMBERS, REMOVED]),
    ),
    membersOf,
  );
  switch (members.state) {
    case 'read':
      return members.value.length === 0 ? absent(store) : present(members.value, store);
    case 'missing':
      return absent(store);
    case 'unreadable':
      return notReadable(store, members.reason);
  }
}

function below(origin: Origin, name: string): Origin {
  return origin.kind === 'filesystem' ? fileOrigin(`${origin.path}/${name}`) : origin;
}

function membersOf(buckets: Buckets): Reading<Member[]> {
  const removed = new Set((buckets.get(REMOVED) ?? []).map((entry) => entry.key.toString('latin1')));
  const members: Member[] = [];
  for (const { key, value } of buckets.get(MEMBERS) ?? []) {
    const id = key.toString('latin1');
    if (removed.has(id)) continue;
    const member = parseMember(id, value.toString('utf8'));
    if (member === null) return unreadable(`the entry of member ${id} is not understood`);
    members.push(member);
  }
  return read(members);
}

/** The id is taken from the key: as a JSON number it is beyond what a double holds. */
function parseMember(id: string, json: string): Member | null {
  if (!/^[0-9a-f]{1,16}$/.test(id)) return null;
  try {
    const { name, peerURLs, isLearner } = JSON.parse(json);
    if (!Array.isArray(peerURLs) || !peerURLs.every((url) => typeof url === 'string')) return null;
    return { id, name: typeof name === 'string' ? name : '', peerURLs, learner: isLearner === true };
  } catch {
    return null;
  }
}
