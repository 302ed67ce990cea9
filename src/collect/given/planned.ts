import type { Component, WantedFile } from '../../components/component.ts';
import type { Fact } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import type { FileFacts, Planned, ProcessFacts } from '../../model/snapshot.ts';
import { decodeConfig } from '../config/decode-config.ts';
import { absent, notReadable, present } from '../facts.ts';
import { redactConfig } from '../files/redact-config.ts';
import { hidden, redactArguments, withoutUserInfo } from '../proc/redact.ts';

/** A word of a command and the line it stands on; words that a program adds by itself have none. */
export interface PlannedWord {
  text: string;
  line: number | null;
  /** The file of systemd that the line is in, where it is not that of the plan. */
  path?: string;
  /** The drop-in that the line is in, where it is not in the file of the plan. */
  dropIn?: string;
}

/** What a file says about a process that it would start. */
export interface Plan {
  component: Component;
  planned: Planned;
  /** The program's name and its arguments, or why they are not known. */
  words: readonly PlannedWord[] | { unknown: string };
  environment: ReadonlyMap<string, string> | { unknown: string };
  version: string | null;
  /** Who adds the words without a line: `kubeadm 1.34`. */
  addedBy: string;
  /** Configuration files of the process whose text is among the given files: as its arguments name them. */
  files: readonly { named: string; path: string; bytes: Buffer }[];
  /** Directories of the node that its container sees; absent: it sees all of them. */
  mounts?: readonly Mount[];
}

/** A directory or file of the node, and where a container has it. */
export interface Mount {
  at: string;
  from: string;
}

/** @param from empty: what is there is not of the node */
export function mountOf(at: string, from: string): Mount {
  return { at: at.replace(/\/+$/, ''), from: from === '' ? NOWHERE : from.replace(/\/+$/, '') };
}

/** No path of a node. */
const NOWHERE = '\0';

/** Rounds in which a component may name further files. */
const MAX_ROUNDS = 8;
const NOT_RUNNING = 'nothing runs this yet';
const NOT_HERE = 'it lies on the host that this will run on, which was not looked at';

/**
 * A process as the collector would find it, as far as files can say.
 *
 * @param beside files of its node, by their paths there
 */
export function plannedProcess(
  plan: Plan,
  pid: number,
  beside: ReadonlyMap<string, Buffer> = new Map(),
): ProcessFacts {
  const { component, planned } = plan;
  const origin = { kind: 'file', path: planned.path, line: planned.line } as const;
  const nothing = notReadable(origin, NOT_RUNNING);
  const facts: ProcessFacts = {
    pid,
    component: component.name,
    planned,
    executable: nothing,
    ...argumentsOf(plan),
    environment:
      'unknown' in plan.environment
        ? notReadable(origin, plan.environment.unknown)
        : present(kept(component, plan.environment), origin),
    workingDirectory: nothing,
    startedAt: nothing,
    uid: null,
    container: null,
    sameNetworkNamespace: null,
    version: plan.version === null ? absent(origin) : present(plan.version, origin),
    listeners: nothing,
    files: {},
  };
  return { ...facts, files: filesOf(plan, facts, beside) };
}

function argumentsOf({
  component,
  planned: { path, line },
  words,
  addedBy,
}: Plan): Pick<ProcessFacts, 'argv' | 'argvOrigins'> {
  const origin = { kind: 'file', path, line } as const;
  if ('unknown' in words) return { argv: notReadable(origin, words.unknown) };
  const texts = words.map(({ text }) => text);
  return {
    argv: present(redactArguments(texts, component.secretFlags), origin),
    argvOrigins: words.map((word) => originOf(word, path, addedBy)),
  };
}

function originOf({ line, dropIn, path: own }: PlannedWord, path: string, addedBy: string): Origin {
  if (line === null) return { kind: 'program', name: addedBy };
  return dropIn === undefined
    ? { kind: 'file', path: own ?? path, line }
    : { kind: 'drop-in', path: dropIn, line };
}

function kept(component: Component, environment: ReadonlyMap<string, string>): Record<string, string> {
  const wanted = [...environment].filter(([name]) => component.environment.has(name));
  return Object.fromEntries(
    wanted.map(([name, value]) => [
      name,
      component.secretVariables.has(name) ? hidden(value) : withoutUserInfo(value),
    ]),
  );
}

function filesOf(
  plan: Plan,
  facts: ProcessFacts,
  beside: ReadonlyMap<string, Buffer>,
): ProcessFacts['files'] {
  let files: ProcessFacts['files'] = {};
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const fresh = plan.component.wanted({ ...facts, files }).filter(({ path }) => files[path] === undefined);
    if (fresh.length === 0) break;
    const found = fresh.map((wanted) => [wanted.path, fileOf(plan, wanted, beside)] as const);
    files = { ...files, ...Object.fromEntries(found) };
  }
  return files;
}

function fileOf(
  plan: Plan,
  { path, as, keys, secretKeys }: WantedFile,
  beside: ReadonlyMap<string, Buffer>,
): Fact<FileFacts> {
  const own = plan.files.find(({ named }) => named === path);
  const given = own ?? (as === 'config' ? besideIt(plan.mounts, path, beside) : undefined);
  const dropIns = plan.files.filter(({ named }) => named.startsWith(`${path}/`));
  const elsewhere = { kind: 'filesystem', path } as const;
  if (given !== undefined)
    return redactConfig(
      configFact(given, keys ?? plan.component.configKeys),
      secretKeys ?? plan.component.secretConfigKeys,
    );
  if (dropIns.length === 0) return notReadable(elsewhere, NOT_HERE);
  const names = dropIns.map(({ named }) => named.slice(path.length + 1)).sort();
  return present(
    attributesOf(path, null, 'directory', present({ kind: 'listing', names }, elsewhere)),
    elsewhere,
  );
}

/** A file of the node by the path that the process has for it. */
function besideIt(
  mounts: Plan['mounts'],
  named: string,
  beside: ReadonlyMap<string, Buffer>,
): Plan['files'][number] | undefined {
  const path = mounts === undefined ? named : mountedFrom(mounts, named);
  const bytes = path === null ? undefined : beside.get(path);
  return path === null || bytes === undefined ? undefined : { named, path, bytes };
}

/** The mount that goes deepest counts. */
function mountedFrom(mounts: readonly Mount[], named: string): string | null {
  const over = mounts.filter(({ at }) => named === at || named.startsWith(`${at}/`));
  const [deepest] = over.sort((one, other) => other.at.length - one.at.length);
  return deepest === undefined ? null : `${deepest.from}${named.slice(deepest.at.length)}`;
}

function configFact(
  { named, path, bytes }: Plan['files'][number],
  keys: ReadonlySet<string>,
): Fact<FileFacts> {
  const origin = { kind: 'filesystem', path } as const;
  const read = decodeConfig(bytes, keys);
  const content: FileFacts['content'] =
    read.state === 'read'
      ? present(read.value, origin)
      : notReadable(origin, read.state === 'missing' ? 'it went away' : read.reason);
  return present(attributesOf(named, path, 'file', content), origin);
}

/** Mode, owner and times are those that the file will have where it is put: nothing is judged by them. */
function attributesOf(
  path: string,
  hostPath: string | null,
  type: FileFacts['type'],
  content: FileFacts['content'],
): FileFacts {
  const times = { modifiedAt: NO_TIME, changedAt: NO_TIME, bornAt: null };
  return { path, hostPath, type, mode: 0o600, uid: 0, gid: 0, size: 0, ...times, content };
}

const NO_TIME = '1970-01-01T00:00:00.000Z';
