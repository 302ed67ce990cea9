import { readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import type { NodeFile, NodeFiles } from '../../model/node-files.ts';

const LIMIT = 4 * 1024 * 1024;

/** The host's names of the ids that own files. Names out of a directory service have none here and stay numbers. */
export function namesOf(fs: RootedFs, files: readonly NodeFile[]): Pick<NodeFiles, 'users' | 'groups'> {
  const seen = files.flatMap(({ attributes }) => (attributes.state === 'present' ? [attributes.value] : []));
  return {
    users: named(fs, '/etc/passwd', new Set(seen.map(({ uid }) => String(uid)))),
    groups: named(fs, '/etc/group', new Set(seen.map(({ gid }) => String(gid)))),
  };
}

/** passwd(5) and group(5) both have the name first and the id third. */
function named(fs: RootedFs, path: string, wanted: ReadonlySet<string>): Record<string, string> {
  const text = readValue(fs.read(path, LIMIT))?.toString('utf8') ?? '';
  const lines = text.split('\n').map((line) => line.split(':'));
  const found = lines.flatMap(([name = '', , id = '']) =>
    name !== '' && wanted.has(id) ? [[id, name]] : [],
  );
  return Object.fromEntries(found.reverse());
}
