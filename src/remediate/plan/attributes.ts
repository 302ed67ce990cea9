import { pkiPathsOf } from '../../components/files/pki-named.ts';
import { FILE_PROPERTIES } from '../../components/files/properties.ts';
import type { NodeFile } from '../../model/node-files.ts';
import type { Edit } from '../../model/plan.ts';
import { modeBits, modeText } from '../mode.ts';
import { NotNow, type PlanInput, type Task } from './input.ts';
import { type NodeFileState, stateOf } from './node-file.ts';

type AttributesEdit = Extract<Edit, { kind: 'attributes' }>;

/** Files whose modes and owners a rule wants otherwise, and what they are to become. */
export interface AttributesWanted {
  readonly path: string;
  readonly found: NodeFileState;
  /** Bits that stay. */
  readonly mask: number | null;
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

/** Where a program writes its files anew at each start, so that a mode would last until then. */
const OUTPUT = /^\/var\/lib\/rancher\//;

export function attributesOf(input: PlanInput, task: Task): readonly AttributesWanted[] {
  const wanted = filesOf(input, task).flatMap((file) => wantedOf(input, task, file));
  if (wanted.length === 0) throw new NotNow('refused', 'No file with other attributes was found again.');
  return wanted;
}

function filesOf({ snapshot }: PlanInput, { rule }: Task): readonly NodeFile[] {
  const property = 'each' in rule.check ? FILE_PROPERTIES[rule.check.each] : undefined;
  if (property === undefined) return [];
  const named = pkiPathsOf(snapshot.processes);
  return (snapshot.nodeFiles?.files ?? []).filter(
    (file) => file.group === property.group && property.choose(file, named),
  );
}

function wantedOf(input: PlanInput, task: Task, file: NodeFile): readonly AttributesWanted[] {
  if (file.attributes.state !== 'present') return [];
  const { mode, uid, gid } = file.attributes.value;
  const mask = maskOf(input, task);
  const owner = ownerOf(input, task, file);
  const badMode = mask !== null && (mode & ~mask & 0o7777) !== 0;
  const badOwner =
    owner !== null && (uid !== owner.uid || (task.fix.owner === 'root:root' && gid !== owner.gid));
  if (!badMode && !badOwner) return [];
  const found = stateOf(input.files, file.path);
  refuseOdd(file, found);
  return [{ path: found.path, found, mask: badMode ? mask : null, owner: badOwner ? owner : null }];
}

function refuseOdd(file: NodeFile, found: NodeFileState): void {
  if (OUTPUT.test(found.path)) {
    throw new NotNow('refused', `${found.path} is written again at each start of the distribution.`);
  }
  const directory = file.path.slice(0, file.path.lastIndexOf('/') + 1);
  // What a container names is seen through its process; there the link is the kernel's.
  const direct = found.path === file.path.replace(/^\/proc\/\d+\/root(?=\/)/, '');
  if (!direct && !found.path.startsWith(directory)) {
    throw new NotNow('refused', `${file.path} is a link out of its directory, to ${found.path}.`);
  }
}

function maskOf({ benchmark }: PlanInput, { rule, fix, control }: Task): number | null {
  if (fix.mode === undefined) return null;
  const name = fix.mode.startsWith('$') ? fix.mode.slice(1) : null;
  if (name === null) return Number.parseInt(fix.mode, 8);
  const own = benchmark.controls.find((one) => one.control === control)?.parameters?.[name];
  return Number.parseInt(String(own ?? rule.parameters[name]?.default), 8);
}

function ownerOf({ snapshot }: PlanInput, { fix }: Task, file: NodeFile): AttributesWanted['owner'] {
  if (fix.owner === undefined) return null;
  if (fix.owner === 'root:root') return { uid: 0, gid: 0 };
  const process = snapshot.processes.find((one) => file.because.includes(`(pid ${one.pid})`));
  if (process?.uid == null) throw new NotNow('prerequisite', 'The user that etcd runs as is not known.');
  const gid = file.attributes.state === 'present' ? file.attributes.value.gid : 0;
  return { uid: process.uid, gid };
}

/** One edit for each path, whatever number of rules want something of it. */
export function attributesEdits(wanted: readonly AttributesWanted[]): readonly AttributesEdit[] {
  const edits = new Map<string, AttributesEdit>();
  for (const { path, found, mask, owner } of wanted) {
    const before = found.state;
    const so = edits.get(path)?.after ?? { mode: before.mode, uid: before.uid, gid: before.gid };
    const mode = mask === null ? so.mode : modeText(modeBits(so.mode) & mask);
    edits.set(path, { kind: 'attributes', path, before, after: { ...so, ...owner, mode } });
  }
  return [...edits.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}
