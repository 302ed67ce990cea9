import type { NodeFile } from '../../../model/node-files.ts';
import type { Snapshot } from '../../../model/snapshot.ts';

/** Only root can give files away, so a case's owners are put into the facts: root's, unless it says `uid:gid`. */
export function withOwners(
  snapshot: Snapshot,
  owners: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
): Snapshot {
  if (snapshot.nodeFiles === undefined) return snapshot;
  const files = snapshot.nodeFiles.files.map((file) => withOwner(file, owners[file.path] ?? '0:0'));
  return {
    ...snapshot,
    nodeFiles: { files, without: snapshot.nodeFiles.without, users: names, groups: names },
  };
}

function withOwner(file: NodeFile, owner: string): NodeFile {
  if (file.attributes.state !== 'present') return file;
  const [uid, gid] = owner.split(':').map(Number);
  const value = { ...file.attributes.value, uid: uid ?? 0, gid: gid ?? 0 };
  return { ...file, attributes: { ...file.attributes, value } };
}
