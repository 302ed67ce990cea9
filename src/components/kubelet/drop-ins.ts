import { posix } from 'node:path';
import { valueIfPresent } from '../../model/fact.ts';
import type { FileFacts, ProcessFacts } from '../../model/snapshot.ts';
import { openConfig } from '../kubernetes/config-document.ts';
import { type Refusal, refuses, type Undetermined, undetermined } from '../kubernetes/reading.ts';
import { shownPath } from '../shown-path.ts';
import { type ChangedFile, changedAfterStart } from '../stale.ts';
import { baseTree } from './base-tree.ts';
import { type Configuration, lineIn, readConfigFile } from './config-file.ts';
import { lostTo, mergePatch, type Section, treeOf } from './config-tree.ts';
import { decode, type Field } from './decode.ts';
import { headProblem } from './drop-in-head.ts';
import { isZero, withDefaults } from './fields.ts';

/** Paths of the drop-ins of a directory as the kubelet names them, in the order in which it reads them. */
export function dropInPaths(directory: string, names: readonly string[]): readonly string[] {
  const files = names.filter((name) => !name.endsWith('/'));
  return files.map((name) => posix.join(directory, name)).filter((path) => path.endsWith('.conf'));
}

/**
 * Lays the drop-ins of --config-dir over what came before them.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubelet/app/server.go mergeKubeletConfigurations
 */
export function withDropIns(
  process: ProcessFacts,
  directory: string,
  base: Configuration,
  minor: number,
): Configuration | Refusal | Undetermined {
  const listed = listedNames(process, directory);
  if (!('names' in listed)) return listed;
  const paths = dropInPaths(directory, listed.names);
  const before = { ...base, stale: [...base.stale, ...listed.stale] };
  return minor === 28 ? overridden(process, paths, before) : patched(process, paths, before, minor);
}

interface Listed {
  names: readonly string[];
  stale: readonly ChangedFile[];
}

function listedNames(process: ProcessFacts, directory: string): Listed | Refusal | Undetermined {
  const fact = process.files[directory];
  const origin = { kind: 'filesystem', path: directory } as const;
  if (fact === undefined) return undetermined(`${directory} was not collected.`, origin);
  if (fact.state === 'unreadable') return undetermined(`${directory}: ${fact.reason}`, fact.at);
  if (fact.state === 'absent')
    return refuses(
      `The drop-in directory ${directory} is not there: kubelet could not have started without it, or it was removed afterwards.`,
      origin,
    );
  const { content } = fact.value;
  if (content.state === 'unreadable')
    return undetermined(`${shownPath(fact.value)}: ${content.reason}`, origin);
  const value = valueIfPresent(content);
  if (value?.kind !== 'listing') return undetermined(`${directory} was not listed.`, origin);
  return { names: value.names, stale: changedDirectories(process, directory, fact.value, value.names) };
}

/**
 * A drop-in that was removed shows in its directory alone. Where there are no birth times (a captured tree), the time
 * of a directory is when somebody copied it, and says nothing.
 */
function changedDirectories(
  process: ProcessFacts,
  directory: string,
  top: FileFacts,
  names: readonly string[],
): ChangedFile[] {
  const below = names
    .filter((name) => name.endsWith('/'))
    .flatMap((name) => valueIfPresent(process.files[posix.join(directory, name)]) ?? []);
  const dated = [top, ...below].filter(({ bornAt }) => bornAt !== null);
  return dated.flatMap((one) => changedAfterStart(process, one) ?? []);
}

/** 1.28: each drop-in is a configuration of its own with defaults; what is not zero in it overrides. */
function overridden(
  process: ProcessFacts,
  paths: readonly string[],
  base: Configuration,
): Configuration | Refusal | Undetermined {
  const fields = new Map(base.fields);
  const stale = [...base.stale];
  for (const path of paths) {
    const read = readConfigFile(process, path, 28, 'drop-in');
    if (read.outcome !== 'read') return read;
    stale.push(...read.stale);
    for (const [key, field] of read.fields) override(fields, key, field);
  }
  return { outcome: 'read', fields, stale };
}

/** https://github.com/imdario/mergo/blob/v0.3.6/merge.go deepMerge: of a map every value counts */
function override(fields: Map<string, Field>, key: string, field: Field): void {
  if (!key.startsWith('featureGates.') && isZero(key, field.value)) return;
  const before = fields.get(key);
  fields.set(key, before === undefined ? field : { ...field, lost: [...field.lost, ...lostTo(before)] });
}

/** The first minor whose base has the keys of the file, and whose result gets its defaults again. */
const VERSIONED = 32;

/** 1.29 and later: JSON merge patches, decoded together without regard to case. */
function patched(
  process: ProcessFacts,
  paths: readonly string[],
  base: Configuration,
  minor: number,
): Configuration | Refusal | Undetermined {
  let tree: Section = baseTree(base.fields, minor >= VERSIONED);
  const stale = [...base.stale];
  for (const path of paths) {
    const read = readPatch(process, path, minor);
    if (!('patch' in read)) return read;
    tree = mergePatch(tree, read.patch);
    stale.push(...read.stale);
  }
  const decoded = decode(tree, minor, 'folded');
  if (decoded.outcome === 'wrong')
    return refuses(`kubelet refuses its drop-ins: ${decoded.because}.`, decoded.origin, stale);
  const { fields } = decoded;
  return {
    outcome: 'read',
    fields: minor >= VERSIONED ? withDefaults(fields, minor) : new Map([...base.fields, ...fields]),
    stale,
  };
}

function readPatch(
  process: ProcessFacts,
  path: string,
  minor: number,
): { patch: Section; stale: readonly ChangedFile[] } | Refusal | Undetermined {
  const opened = openConfig(process, path, 'kubelet', 'drop-in');
  if (opened.outcome !== 'opened') return opened;
  const problem = headProblem(opened, minor >= VERSIONED);
  if (problem !== null)
    return refuses(
      `kubelet refuses its drop-in ${opened.path}: ${problem.because}.`,
      problem.origin,
      opened.stale,
    );
  return { patch: treeOf(opened.document.entries, lineIn(opened, 'drop-in')), stale: opened.stale };
}
