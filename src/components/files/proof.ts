import { FILE_PROOFS } from '../../model/file-proofs.ts';
import type { Proof } from '../../model/finding.ts';
import type { NodeFile, NodeFileAttributes } from '../../model/node-files.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { onlyNotAttempted, open, seenList } from '../proving/context.ts';
import { conclude, notAttempted, type Witness } from '../proving/witness.ts';
import { pkiPathsOf } from './pki-named.ts';
import { FILE_PROPERTIES } from './properties.ts';

const NOBODY_ELSE =
  'Nobody else was made to open these files: that takes root on the machine itself (CAP_SETUID), and is not done with --prove off.';
/** A file that somebody else's attempt to open it tells something about, and what stat shows of it. */
export interface ClosedFile {
  path: string;
  attributes: NodeFileAttributes;
}

/** Of the files that proofs are about, those whose mode alone keeps others out. */
export function closedFiles(snapshot: Snapshot, proofs: readonly string[]): ClosedFile[] {
  const files = proofs.flatMap((proof) => filesOf(proof, snapshot));
  const closed = files.flatMap((file) => {
    const { path, attributes } = file;
    return attributes.state === 'present' && whyNotTold(file) === null
      ? [{ path, attributes: attributes.value }]
      : [];
  });
  return [...new Map(closed.map((one) => [one.path, one])).values()];
}

/** What the modes of files promise, beside what happened when somebody else opened them. */
export function compareFiles(proof: string | undefined, snapshot: Snapshot): Proof {
  if (proof === undefined || !FILE_PROOFS.has(proof))
    return notAttempted('This rule has no probe: what decides was read.');
  const tried = snapshot.observations.filter(({ method }) => method === 'OPENAS');
  const [answer] = tried;
  if (answer === undefined) return notAttempted(NOBODY_ELSE);
  const only = onlyNotAttempted(tried);
  if (only !== null) return notAttempted(only);
  const [refused, opened] = [seenList(answer, 'refused') ?? [], seenList(answer, 'opened') ?? []];
  const witnesses = filesOf(proof, snapshot).map((file) => witnessOf(file, refused, opened));
  const proved = conclude(witnesses, { method: 'OPENAS', at: answer.at, needs: 'every' });
  return proved.outcome === 'confirmed' ? { ...proved, observed: summary(witnesses.length) } : proved;
}

function filesOf(proof: string, { nodeFiles, processes }: Snapshot): readonly NodeFile[] {
  const property = FILE_PROPERTIES[FILE_PROOFS.get(proof) ?? ''];
  if (property === undefined || nodeFiles === undefined) return [];
  const named = pkiPathsOf(processes);
  return nodeFiles.files
    .filter(({ group, attributes }) => group === property.group && attributes.state !== 'absent')
    .filter((file) => property.choose(file, named));
}

/** Reading is all that is tried: bits beyond the owner's own would let others in, or tell of something else. */
const OWNERS = { file: 0o600, directory: 0o700 } as const;
/** A path through a process is closed to others whatever the file's mode is. */
const THROUGH_PROCESS = /^\/proc\//;

/** Why opening a file as somebody else tells nothing about its mode; null where it does. */
function whyNotTold({ path, attributes }: NodeFile): string | null {
  if (attributes.state !== 'present') return `Of ${path} the mode is not known.`;
  const { type, mode, closedBy } = attributes.value;
  if (type !== 'file' && type !== 'directory')
    return `${path} is a ${type}, and opening it could do something.`;
  if (THROUGH_PROCESS.test(path)) return `${path} can only be seen through its process.`;
  if (closedBy !== null) return `Whatever the mode of ${path} is, ${closedBy} keeps others out.`;
  if ((mode & ~OWNERS[type]) !== 0)
    return `By its mode ${mode.toString(8)} ${path} is not its owner's alone.`;
  return null;
}

function witnessOf(file: NodeFile, refused: readonly string[], opened: readonly string[]): Witness {
  const { path } = file;
  const why = whyNotTold(file);
  if (why !== null) return open(why);
  const words = { refused: 'could not open', opened: 'could open' };
  const observed = refused.includes(path) ? 'refused' : opened.includes(path) ? 'opened' : null;
  return {
    predicted: 'refused',
    observed,
    sentence:
      observed === null
        ? `${path} was not opened by anybody else.`
        : `Another account ${words[observed]} ${path}, which by its mode is its owner's alone.`,
  };
}

function summary(count: number): string {
  const what = count === 1 ? 'the file' : `any of the ${count} files`;
  return `An account with no rights, and one of the owner's group, could not open ${what}.`;
}
