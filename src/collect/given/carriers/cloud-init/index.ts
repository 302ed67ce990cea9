import type { GoValue } from '../../../config/go-value.ts';
import { decodeGoYaml } from '../../../config/go-yaml.ts';
import { at, itemsAt, textAt } from '../../values.ts';
import { type Carrier, type Fault, type Held, Lines } from '../carrier.ts';
import { isGzip, type Unpacker } from '../decode.ts';
import { listMerge } from './merge.ts';
import { isMime } from './mime.ts';
import { type Part, partsOf, typeOf } from './parts.ts';
import { type Item, writtenFiles } from './write-files.ts';

const CONFIG = 'text/cloud-config';
const ARCHIVE = 'text/cloud-config-archive';
const JINJA = 'text/jinja2';

/** Texts that are user data whatever the file is called. A comment at the top of other files may begin like the rest. */
const TELLING = /^(?:text\/cloud-config(?:-archive|-jsonp)?|text\/jinja2|text\/cloud-boothook)$/;
const NAMED = /(?:^|[/._-])(?:user|vendor)-?_?data(?:\.[^/]*)?$/i;

/** Whether a file is user data of cloud-init, by how it begins. */
export function isUserData({ path, bytes }: { path: string; bytes: Buffer }, unpacker: Unpacker): boolean {
  const unpacked = isGzip(bytes) ? unpacker.gunzip(bytes) : { bytes };
  if ('unread' in unpacked) return NAMED.test(path);
  const head = unpacked.bytes.toString('latin1', 0, HEAD).replace(/^\xEF\xBB\xBF/, '');
  const type = typeOf(head);
  if (type === JINJA) return TELLING.test(typeOf(withoutFirstLine(head.trimStart())));
  return TELLING.test(type) || isMime(head) || (type !== '' && NAMED.test(path));
}

/** What cloud-init itself looks through for a header of MIME. */
const HEAD = 4096;

/** The files that user data have written, those of all their parts together. */
export function cloudInit(held: Held, unpacker: Unpacker): Carrier {
  const state: State = { items: [], problems: [], notes: new Set() };
  const { parts, problems } = partsOf(held, unpacker);
  state.problems.push(...problems);
  for (const part of parts) take(part, state);
  const written = writtenFiles(state.items, unpacker);
  return {
    entries: written.entries,
    configurations: [],
    problems: [...state.problems, ...written.problems],
    notes: notesOf(state.notes),
  };
}

interface State {
  items: readonly Item[];
  problems: Fault[];
  /** What it has besides files. */
  notes: Set<string>;
}

/** What is told of parts that hold no configuration: those that may change one are a problem. */
const OTHER_PARTS: Readonly<Record<string, { problem: string } | { note: string }>> = {
  'text/x-include-url': { problem: 'what is included is not fetched, and may write any file' },
  'text/x-include-once-url': { problem: 'what is included is not fetched, and may write any file' },
  'text/cloud-config-jsonp': { problem: 'a JSON patch of the configuration, which is not read' },
  'text/part-handler': { note: 'a part handler' },
  'text/cloud-boothook': { note: 'a boothook' },
};

function take(part: Part, state: State): void {
  if (part.type === CONFIG) takeConfig(part, state, false);
  else if (part.type === JINJA) takeTemplate(part, state);
  else if (part.type === ARCHIVE) {
    for (const one of exploded(part, state.problems)) if (one.type !== ARCHIVE) take(one, state);
  } else {
    const other = OTHER_PARTS[part.type];
    if (other !== undefined && 'problem' in other)
      state.problems.push({ line: part.lineOf(1), problem: other.problem });
    else if (other !== undefined) state.notes.add(other.note);
    else if (part.type.startsWith('text/x-shellscript')) state.notes.add('a shell script');
  }
}

function withoutFirstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1);
}

/** Statements and comments of Jinja decide what is there at all; a value that it puts in is one value. */
function takeTemplate(part: Part, state: State): void {
  const text = withoutFirstLine(part.text);
  const inner: Part = { ...part, type: typeOf(text), text, lineOf: (line) => part.lineOf(line + 1) };
  const statement = text.split('\n').findIndex((line) => /\{%|\{#/.test(line));
  if (statement >= 0)
    state.problems.push({
      line: inner.lineOf(statement + 1),
      problem: 'a statement of Jinja decides what the user data hold, and is rendered on the node',
    });
  else if (inner.type === CONFIG) takeConfig(inner, state, true);
  else if (inner.type !== JINJA && inner.type !== ARCHIVE) take(inner, state);
}

/** What else may say what runs on a node, and is not read. */
const NOT_READ: Readonly<Record<string, string>> = {
  runcmd: 'commands (runcmd)',
  bootcmd: 'commands (bootcmd)',
  coreos: 'units and files of coreos-cloudinit (coreos)',
  stages: 'stages of yip (stages)',
};

function takeConfig(part: Part, state: State, isTemplate: boolean): void {
  const value = configIn(part, state.problems);
  if (value === null) return;
  for (const [key, what] of Object.entries(NOT_READ)) if (at(value, key) !== undefined) state.notes.add(what);
  const own = at(value, 'write_files');
  const merge = state.items.length === 0 ? 'replace' : listMerge(value, part.merge);
  if (own === undefined) return;
  const line = part.lineOf(own.line);
  if (own.type !== 'list' && own.type !== 'null') {
    state.problems.push({ line, problem: 'write_files is no list' });
    return;
  }
  const lines = new Lines(part.text, part.lineOf);
  const items = itemsAt(own).map((item): Item => ({ value: item, lines, isTemplate }));
  if (merge === null)
    state.problems.push({ line, problem: 'how write_files of the parts are merged is not understood' });
  else state.items = merged(state.items, items, merge);
}

function merged(
  before: readonly Item[],
  items: readonly Item[],
  merge: 'replace' | 'keep' | 'append' | 'prepend',
): readonly Item[] {
  switch (merge) {
    case 'replace':
      return items;
    case 'keep':
      return before;
    case 'append':
      return [...before, ...items];
    case 'prepend':
      return [...items, ...before];
  }
}

/** Values of one configuration; a large one has thousands of files. */
const BUDGET = 500_000;

function configIn(part: Part, problems: Fault[]): GoValue | null {
  const value = decoded(part, problems);
  if (value === null || value.type === 'null') return null;
  if (value.type === 'map') return value;
  problems.push({ line: part.lineOf(value.line), problem: 'a cloud-config that is no map' });
  return null;
}

function decoded({ text, lineOf }: Part, problems: Fault[]): GoValue | null {
  const second = secondDocument(text);
  const read = decodeGoYaml(Buffer.from(text), { budget: BUDGET });
  if (second !== null)
    problems.push({ line: lineOf(second), problem: 'cloud-init refuses more than one document' });
  else if (read.state === 'decoded') return read.value;
  else if (read.state === 'excessive') problems.push({ line: lineOf(1), problem: read.reason });
  else
    problems.push({
      line: lineOf(read.line),
      problem: `not the YAML that cloud-init reads: ${read.problem}`,
    });
  return null;
}

/** The line of a `---` behind something. */
function secondDocument(text: string): number | null {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => /^[^#\s]/.test(line));
  const found = lines.findIndex((line, at) => at > first && /^---(?:\s|$)/.test(line));
  return found < 0 ? null : found + 1;
}

/** The parts of an archive: texts, or maps of a type and a content. user_data.py _explode_archive */
function exploded(part: Part, problems: Fault[]): Part[] {
  const value = decoded(part, problems);
  if (value === null) return [];
  if (value.type !== 'list') {
    problems.push({ line: part.lineOf(value.line), problem: 'a cloud-config-archive that is no list' });
    return [];
  }
  const lines = new Lines(part.text, part.lineOf);
  return value.items.flatMap((item) => {
    const content = item.type === 'string' ? item : at(item, 'content');
    if (content?.type !== 'string') {
      problems.push({ line: part.lineOf(item.line), problem: 'a part of the archive has no text' });
      return [];
    }
    const type = textAt(item, 'type') || typeOf(content.value) || CONFIG;
    const own = lines.isLiteral(content);
    const lineOf = (line: number) => part.lineOf(own ? content.line + line : content.line);
    const merge = textAt(item, 'merge-type') || textAt(item, 'Merge-Type');
    return [{ type, text: content.value, lineOf, merge }];
  });
}

function notesOf(notes: ReadonlySet<string>): string[] {
  return notes.size === 0 ? [] : [`has ${[...notes].sort().join(', ')}: not read`];
}
