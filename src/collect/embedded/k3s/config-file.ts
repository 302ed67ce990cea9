import { posix } from 'node:path';
import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { type Reading, read, readValue, unreadable } from '../../../machine/reading.ts';
import type { RootedFs } from '../../../machine/rooted/rooted-fs.ts';
import type { Origin } from '../../../model/origin.ts';
import { compareBytes } from '../../../util/bytes.ts';
import type { GoMap, GoValue } from '../../config/go-value.ts';
import { decodeGoYaml } from '../../config/go-yaml.ts';
import { NOT_CAPTURED } from '../../proc/source.ts';
import { fullName, K3S_FLAGS } from './flags.ts';
import type { Sourced } from './settings.ts';

const LIMIT = 4 * 1024 * 1024;

/** What K3s makes of its configuration files. */
export interface ConfigWords {
  words: readonly SourcedWord[];
  /** Files that were read, and the directory of drop-ins where there is one. */
  files: readonly string[];
}

/**
 * The words that K3s makes of its configuration file and of the drop-ins beside it, which it puts before those of its
 * command line. A later file replaces the values of a key, `key+` adds to them.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/configfilearg/parser.go readConfigFile
 *
 * @param captured A tree without the directory of the file says nothing about the file.
 */
export function configWords(fs: RootedFs, path: string, captured: boolean): Reading<ConfigWords> {
  const directory = `${path}.d`;
  const listed = fs.list(directory);
  if (listed.state === 'unreadable') return unreadable(`${directory}: ${listed.reason}`);
  const names = listed.state === 'missing' ? [] : listed.value.filter((name) => /\.ya?ml$/i.test(name));
  const dropIns = names.map((name) => posix.join(directory, name)).filter((file) => !isDirectory(fs, file));
  const values = new Map<string, KeyValues>();
  const files: string[] = listed.state === 'missing' ? [] : [directory];
  for (const file of [path, ...dropIns.sort(compareBytes)]) {
    const seen = addFile(fs, file, file === path ? 'file' : 'drop-in', values);
    if (seen.state === 'unreadable') return unreadable(`${file}: ${seen.reason}`);
    if (seen.state === 'missing' && captured && !seen.parent) return unreadable(`${file}: ${NOT_CAPTURED}`);
    if (seen.state === 'read') files.push(file);
  }
  return read({ words: wordsOf(values), files });
}

/** A configuration file of K3s, or a drop-in of it, as text. */
export interface ConfigText {
  path: string;
  kind: 'file' | 'drop-in';
  bytes: Buffer;
}

/** What is wrong with such a text; without a line where none can be named. */
export interface ConfigFault {
  line: number | null;
  problem: string;
}

/** The same words of texts that are at hand, the file first and its drop-ins in order. */
export function wordsOfTexts(
  texts: readonly ConfigText[],
): { words: readonly SourcedWord[] } | { path: string; fault: ConfigFault } {
  const values = new Map<string, KeyValues>();
  for (const { path, kind, bytes } of texts) {
    const fault = addText(bytes, (line) => ({ kind, path, line }), values);
    if (fault !== null) return { path, fault };
  }
  return { words: wordsOf(values) };
}

function wordsOf(values: ReadonlyMap<string, KeyValues>): readonly SourcedWord[] {
  return [...values].flatMap(([key, { items }]) => wordsFor(key, items));
}

function isDirectory(fs: RootedFs, path: string): boolean {
  return readValue(fs.stat(path))?.stats.isDirectory() === true;
}

/** Keys that no flag is named by are left out for servers; agents with one do not start. */
function wordsFor(key: string, values: readonly Sourced[]): SourcedWord[] {
  if (!K3S_FLAGS.has(fullName(key))) return [];
  const dashes = key.length === 1 ? '-' : '--';
  return values.map(({ value, origin }) => ({ text: `${dashes}${key}=${value}`, origin }));
}

function addFile(
  fs: RootedFs,
  path: string,
  kind: 'file' | 'drop-in',
  values: Map<string, KeyValues>,
): Reading<null> {
  const bytes = fs.read(path, LIMIT);
  if (bytes.state !== 'read') return bytes;
  const fault = addText(bytes.value, (line) => ({ kind, path, line }), values);
  if (fault === null) return read(null);
  return unreadable(fault.line === null ? fault.problem : `line ${fault.line}: ${fault.problem}`);
}

function addText(
  bytes: Buffer,
  originOf: (line: number) => Origin,
  values: Map<string, KeyValues>,
): ConfigFault | null {
  const decoded = decodeGoYaml(bytes);
  if (decoded.state === 'broken') return { line: decoded.line, problem: decoded.problem };
  if (decoded.state === 'excessive') return { line: null, problem: decoded.reason };
  if (decoded.value.type === 'null') return null;
  if (decoded.value.type !== 'map') return { line: null, problem: 'keys and values are expected' };
  return addKeys(decoded.value, originOf, values);
}

function addKeys(
  map: GoMap,
  originOf: (line: number) => Origin,
  values: Map<string, KeyValues>,
): ConfigFault | null {
  const [repeated] = map.repeated;
  if (repeated !== undefined) return { line: repeated.line, problem: `${repeated.key} stands there twice` };
  for (const [written, { value, line }] of map.entries) {
    const key = written.replace(/\+$/, '');
    const all = valuesOf(value, line, originOf);
    if (all === null) return { line, problem: `the value of ${key} is neither a scalar nor a list of them` };
    const before = written === key ? undefined : values.get(key);
    values.set(key, before === undefined ? all : appended(before, all));
  }
  return null;
}

/** What a file says of a key: one value, which may be nothing, or a list of them. */
interface KeyValues {
  items: readonly Sourced[];
  nothing: boolean;
}

/** Nothing has no place in a list, though alone it is an empty text. */
function appended(before: KeyValues, added: KeyValues): KeyValues {
  const items = [before, added].flatMap((one) => (one.nothing ? [] : one.items));
  return { items, nothing: false };
}

function valuesOf(value: GoValue, line: number, originOf: (line: number) => Origin): KeyValues | null {
  const items = value.type === 'list' ? value.items : [value];
  const texts = items.map((item) => ({ value: textOf(item), at: value.type === 'list' ? item.line : line }));
  if (texts.some((one) => one.value === null)) return null;
  return {
    items: texts.map((one) => ({ value: one.value ?? '', origin: originOf(one.at) })),
    nothing: value.type === 'null',
  };
}

/** White space around a value is dropped. */
function textOf(value: GoValue): string | null {
  if (value.type === 'list' || value.type === 'map') return null;
  return value.type === 'null' ? '' : String(value.value).trim();
}
