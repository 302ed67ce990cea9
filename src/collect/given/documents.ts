import { isUtf8 } from 'node:buffer';
import type { GivenFiles } from '../../model/given-files.ts';
import type { GoMap, GoValue } from '../config/go-value.ts';
import { decodeGoYaml, goYamlProblem } from '../config/go-yaml.ts';
import { isTalos, type Kind, kindOf } from './kinds.ts';
import { type Look, lookAt, ownKindAt } from './look.ts';
import { notReadYet } from './not-read-yet.ts';
import { ENDINGS, type GivenFile } from './read-given.ts';
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
  /** What is no YAML, and nothing says that it should be judged. */
  unparsed: { line: number; problem: string }[];
}

/** Values of one document, those repeated by aliases counted each time: a List may hold thousands of objects. */
const BUDGET = 500_000;

/** As apimachinery divides a stream: pkg/util/yaml/decoder.go splitYAMLDocument. */
const SEPARATOR = /^---(?=[ \t\r\n]|$)/gm;

/** Of Helm. */
export const TEMPLATE =
  /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|(?:include|template|toYaml)\s|(?:if|range|with|define|end)\b)/;

/** The objects of a file that are judged. Documents of other kinds are not even decoded. */
export function documentsIn(file: GivenFile): FileContents {
  const { path, bytes } = file;
  const text = textIn(bytes);
  if (text === null) {
    const isManifest = /kind/.test(bytes.toString('latin1'));
    return { ...NOTHING, problems: isManifest ? [{ path, line: 1, problem: 'not valid UTF-8' }] : [] };
  }
  const contents: FileContents = { ...NOTHING, documents: [], problems: [], unparsed: [] };
  contents.notRead = notReadYet(path, text);
  for (const chunk of chunksOf(text)) {
    const look = isTalos(chunk.text) ? 'wanted' : lookAt(chunk.text);
    if (look === 'wanted') read(path, chunk, contents);
    else if (contents.notRead.length === 0) checkOther(file, chunk, look, contents);
  }
  return contents;
}

const NOTHING: FileContents = { documents: [], problems: [], notRead: [], unparsed: [] };

/** No manifest is larger, and data need not be parsed to be passed over. */
const LARGEST = 256 * 1024;

/**
 * A document that names no kind that is judged. With keys of Kubernetes' objects it is read like one that does: YAML has
 * spellings of a kind that a look at the text does not see. If another cannot be parsed, what it should have been is not
 * known either: it counts as unread where the file was named; else it is mentioned.
 */
function checkOther({ path, named }: GivenFile, chunk: Chunk, look: Look, contents: FileContents): void {
  const isNamed = named === true && ENDINGS.test(path);
  const tell = (line: number, problem: string) =>
    isNamed ? contents.problems.push({ path, line, problem }) : contents.unparsed.push({ line, problem });
  const isLarge = chunk.text.length > LARGEST;
  if (look === 'claims' && isLarge) tell(chunk.before + 1, TOO_LARGE);
  else if (look === 'claims') read(path, chunk, contents);
  if (look !== 'silent' || isLarge || !(isNamed || YAML.test(path))) return;
  const found = goYamlProblem(Buffer.from(withoutMark(chunk.text), 'utf8'), chunk.before);
  if (found !== null) tell(found.line, told(found, chunk));
}

const TOO_LARGE = 'no kind could be seen in it, and it is too large to be looked through for one';

const YAML = /\.(ya?ml|manifest)$/i;

export function withoutMark(text: string): string {
  return text.replace(/^---/, '   ');
}

interface Fault {
  line: number;
  problem: string;
}

/** The fault, and the key of its line: a value may be a secret. */
function told({ line, problem }: Fault, { text, before }: Chunk): string {
  const key = KEY.exec(text.split('\n')[line - before - 1] ?? '')?.[1];
  return `not the YAML that Kubernetes reads: ${problem}${key === undefined ? '' : `, in \`${key}\``}`;
}

const KEY = /^\s*(?:-\s+)*(["']?[A-Za-z][\w./-]*["']?\s*:)(?=\s|$)/;

/** UTF-8, or UTF-16 with a byte order mark, as go-yaml takes it; null for anything else. */
export function textIn(bytes: Buffer): string | null {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return bytes.toString('utf16le');
  if (mark === 0xfeff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

/** A document of a stream. */
export interface Chunk {
  text: string;
  /** Line breaks before it. */
  before: number;
}

/** The documents of a stream; empty ones are left out. */
export function chunksOf(text: string): Chunk[] {
  const starts = [0, ...[...text.matchAll(SEPARATOR)].map(({ index }) => index)];
  let before = 0;
  return starts.flatMap((start, at) => {
    const part = text.slice(start, starts[at + 1] ?? text.length);
    const chunk = { text: part, before };
    before += lineBreaks(part);
    return part.trim() === '' || part.trim() === '---' ? [] : [chunk];
  });
}

function read(path: string, chunk: Chunk, contents: FileContents): void {
  const text = withoutMark(chunk.text);
  const { before } = chunk;
  const decoded = decodeGoYaml(Buffer.from(text, 'utf8'), { before, budget: BUDGET });
  const first = chunk.before + 1;
  const problem = (line: number, what: string) => contents.problems.push({ path, line, problem: what });
  if (TEMPLATE.test(chunk.text)) problem(first, NOT_RENDERED);
  else if (decoded.state === 'broken') problem(decoded.line, told(decoded, chunk));
  else if (decoded.state === 'excessive') problem(first, decoded.reason);
  else if (isTalos(text)) addTalos(decoded.value, { path, text, before }, problem, contents);
  else if (textAt(decoded.value, 'kind') === '' && ownKindAt(text) >= 0)
    problem(first + lineBreaks(text.slice(0, ownKindAt(text))), BEHIND);
  else if (decoded.value.type === 'map') addObjects(decoded.value, { path, text, before }, contents);
}

function addTalos(
  value: GoValue,
  where: Pick<GivenDocument, 'path' | 'text' | 'before'>,
  problem: (line: number, what: string) => void,
  contents: FileContents,
): void {
  const [repeated] = value.type === 'map' ? value.repeated : [];
  if (value.type !== 'map') problem(where.before + 1, 'keys and values are expected');
  else if (repeated !== undefined) problem(repeated.line, `${repeated.key} stands there twice`);
  else
    contents.documents.push({
      ...where,
      line: firstLine(value),
      kind: 'TalosConfiguration',
      apiVersion: '',
      value,
    });
}

/** go-yaml ends where a line stands further left than the first, and says nothing. */
const BEHIND =
  'Kubernetes does not read this line, since an earlier one stands further right or ends the document';

function lineBreaks(text: string): number {
  let count = 0;
  for (let line = text.indexOf('\n'); line >= 0; line = text.indexOf('\n', line + 1)) count += 1;
  return count;
}

export const NOT_RENDERED =
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
