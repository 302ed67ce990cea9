import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { andThen, type Reading, unreadable } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import { decodeGoYaml } from '../../config/go-yaml.ts';
import type { Host } from '../../host.ts';
import { changedSince } from '../changed.ts';
import { configWords } from './config-words.ts';

const LIMIT = 4 * 1024 * 1024;

/** The words that a server makes of its file, which must be as it was when the server started. */
export function fileWords(
  host: Host,
  pid: number,
  fs: RootedFs,
  component: string,
  { path, hostPath }: { path: string; hostPath: string },
): Reading<readonly SourcedWord[]> {
  const change = changedSince(host, pid, fs, [path]);
  if (change !== null) return unreadable(change);
  return andThen(fs.read(path, LIMIT), (bytes) => {
    const decoded = decodeGoYaml(bytes);
    if (decoded.state === 'broken') return unreadable(`line ${decoded.line}: ${decoded.problem}`);
    if (decoded.state === 'excessive') return unreadable(decoded.reason);
    return configWords(component, decoded.value, (line) => ({ kind: 'file', path: hostPath, line }));
  });
}
