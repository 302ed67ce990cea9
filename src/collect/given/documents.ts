import { isUtf8 } from 'node:buffer';
import type { GivenFiles } from '../../model/given-files.ts';
import type { GoMap, GoValue } from '../config/go-value.ts';
import { decodeGoYaml } from '../config/go-yaml.ts';
import { type Kind, kindOf, WANTED_KINDS } from './kinds.ts';
import { notReadYet } from './not-read-yet.ts';
import type { GivenFile } from './read-given.ts';
import { textAt } from './values.ts';

/** One object of a file. */
export interface GivenDocument {
  path: string;
  /** 1-based, of its first key. */
  line: number;
  kind: Kind;
  apiVersion: string;
  value: GoMap;
  /** The document as it stands in the file, and how many lines come before it. */
  text: string;
  before: number;
}

/** A document alone, with the lines that it has in its file. */
export function bytesOf({ text, before }: GivenDocument): Buffer {
  return Buffer.from('\n'.repeat(before) + text, 'utf8');
}

interface FileContents {
  documents: GivenDocument[];
  problems: GivenFiles['problems'];
  /** What the file is, of the kinds that are known and not read yet. */
  notRead: string[];
}

/** Values of one document, those repeated by aliases counted each time: a List may hold thousands of objects. */
const BUDGET = 500_000;

/** As apimachinery divides a stream: pkg/util/yaml/decoder.go splitYAMLDocument. */
const SEPARATOR = /^---(?=[ \t\r\n]|$)/gm;

/** What stands behind the key `kind`: a cheap look before anything is decoded. */
const NAME = /["']?[ \t]*:[ \t]*["']?([A-Za-z]+)/y;

const TEMPLATE =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|(?:include|template|toYaml)\s|(?:if|range|with|define|end)\b)/;

/** The objects of a file that are judged. Documents of other kinds are not even decoded. */
export function documentsIn({ path, bytes }: GivenFile): FileContents {
  const text = textOf(bytes);
  if (text === null) {
    const isManifest = /kind/.test(bytes.toString('latin1'));
    return { ...NOTHING, problems: isManifest ? [{ path, line: 1, problem: 'not valid UTF-8' }] : [] };
  }
  const contents: FileContents = { documents: [], problems: [], notRead: notReadYet(path, text) };
  for (const chunk of chunksOf(text)) if (isWanted(chunk.text)) read(path, chunk, contents);
  return contents;
}

const NOTHING: FileContents = { documents: [], problems: [], notRead: [] };

/** UTF-8, or UTF-16 with a byte order mark, as go-yaml takes it; null for anything else. */
function textOf(bytes: Buffer): string | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return bytes.toString('utf16le');
  if (mark === 0xfeff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

interface Chunk {
  text: string;
  /** Line breaks before it. */
  before: number;
}

function chunksOf(text: string): Chunk[] {
  const starts = [0, ...[...text.matchAll(SEPARATOR)].map(({ index }) => index)];
  let before = 0;
  return starts.flatMap((start, at) => {
    const part = text.slice(start, starts[at + 1] ?? text.length);
    const chunk = { text: part, before };
    for (let line = part.indexOf('\n'); line >= 0; line = part.indexOf('\n', line + 1)) before += 1;
    return part === '' ? [] : [chunk];
  });
}

function isWanted(text: string): boolean {
  if (!text.includes('apiVersion')) return false;
  for (let place = text.indexOf('kind'); place >= 0; place = text.indexOf('kind', place + 4)) {
    NAME.lastIndex = place + 4;
    if (WANTED_KINDS.has(NAME.exec(text)?.[1] ?? '')) return true;
  }
  return false;
}

function read(path: string, chunk: Chunk, contents: FileContents): void {
  const text = chunk.text.replace(/^---/, '   ');
  const { before } = chunk;
  const decoded = decodeGoYaml(Buffer.from(text, 'utf8'), { before, budget: BUDGET });
  const first = chunk.before + 1;
  const problem = (line: number, what: string) => contents.problems.push({ path, line, problem: what });
  if (TEMPLATE.test(chunk.text)) problem(first, NOT_RENDERED);
  else if (decoded.state === 'broken')
    problem(decoded.line, `not the YAML that Kubernetes reads: ${decoded.problem}`);
  else if (decoded.state === 'excessive') problem(first, decoded.reason);
  else if (decoded.value.type === 'map') addObjects(decoded.value, { path, text, before }, contents);
}

const NOT_RENDERED =
  'a template of Helm that is not rendered: judge its output instead (helm template CHART | kubetrue scan -)';

function addObjects(
  value: GoMap,
  where: Pick<GivenDocument, 'path' | 'text' | 'before'>,
  contents: FileContents,
): void {
  const items = value.entries.get('items')?.value;
  if (/List$/.test(textAt(value, 'kind')) && items?.type === 'list') {
    for (const item of items.items) if (item.type === 'map') addObjects(item, where, contents);
    return;
  }
  const apiVersion = textAt(value, 'apiVersion');
  const kind = kindOf(textAt(value, 'kind'), apiVersion);
  if (kind === null) return;
  contents.documents.push({ ...where, line: firstLine(value), kind, apiVersion, value });
}

function firstLine(value: GoValue): number {
  if (value.type !== 'map') return value.line;
  const lines = [...value.entries.values()].map(({ line }) => line);
  return Math.max(1, Math.min(value.line, ...lines));
}
