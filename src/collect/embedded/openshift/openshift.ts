import type { Component } from '../../../components/component.ts';
import { andThen, type Reading } from '../../../machine/reading.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import { fileOrigin, notReadable, present, processOrigin } from '../../facts.ts';
import { hostPathOf } from '../../files/host-path.ts';
import type { Host } from '../../host.ts';
import type { Candidate } from '../../proc/candidates.ts';
import { redactArguments } from '../../proc/redact.ts';
import type { ProcessRoot } from '../../process-root.ts';

const FLAG = '--openshift-config';

/**
 * The words of a server of OpenShift: its command line, then what it makes of the file that --openshift-config names.
 * Null for a server without one, whose words are its command line.
 */
export async function openShiftArguments(
  host: Host,
  component: Component,
  { pid, argv, argvProblem }: Candidate,
  root: Reading<ProcessRoot>,
): Promise<Pick<ProcessFacts, 'argv' | 'argvOrigins'> | null> {
  const path = argvProblem === null ? configFile(argv) : null;
  if (path === null) return null;
  const { fileWords } = await import('./file-words.ts');
  const hostPath = hostPathOf(host, pid, root)(path) ?? path;
  const added = andThen(root, ({ fs }) => fileWords(host, pid, fs, component.name, { path, hostPath }));
  if (added.state !== 'read') {
    const reason = added.state === 'missing' ? 'not there' : added.reason;
    return { argv: notReadable(fileOrigin(hostPath), `${FLAG} names ${hostPath}: ${reason}`) };
  }
  const words = redactArguments([...argv, ...added.value.map(({ text }) => text)], component.secretFlags);
  const ownWords = words.slice(0, argv.length).map((text) => ({ kind: 'flag', text }) as const);
  return {
    argv: present(words, processOrigin(pid, 'cmdline')),
    argvOrigins: [...ownWords, ...added.value.map(({ origin }) => origin)],
  };
}

/** The last one counts. */
function configFile(argv: readonly string[]): string | null {
  const at = argv.findLastIndex((word) => word === FLAG || word.startsWith(`${FLAG}=`));
  const word = argv[at];
  if (word === undefined) return null;
  return (word === FLAG ? argv[at + 1] : word.slice(FLAG.length + 1)) || null;
}
