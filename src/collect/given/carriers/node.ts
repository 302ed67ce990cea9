import type { GivenDocument } from '../documents.ts';
import type { GivenFile } from '../read-given.ts';
import type { Carrier, Entry, Fault, Held } from './carrier.ts';
import { wholeCarrier } from './index.ts';

/** A node as one given file has it written. */
export interface CarriedNode {
  /** By their paths on the node. */
  files: readonly GivenFile[];
  configurations: readonly GivenDocument[];
  problems: readonly Fault[];
  notes: readonly string[];
  /** Where a line of one of the files stands in the given file. */
  lineOf(path: string, line: number): number;
}

/** User data within user data, and so on. */
const DEEPEST = 3;

/** What a node has when everything is written: of a path the last, and what is added to it. */
export function nodeWith(carrier: Carrier): CarriedNode {
  const all = withNested(carrier, DEEPEST);
  const written = new Map<string, Entry>();
  for (const entry of all.entries) {
    const before = written.get(entry.path);
    written.delete(entry.path);
    written.set(entry.path, entry.appends === true ? added(before, entry) : entry);
  }
  return {
    files: [...written.values()].map(fileOf),
    configurations: all.configurations,
    problems: all.problems,
    notes: all.notes,
    lineOf: (path, line) => {
      const entry = written.get(path);
      if (entry === undefined) return line;
      return 'unread' in entry.held ? entry.line : entry.held.lineOf(line);
    },
  };
}

/** @param deepest how many more may be within one another */
function withNested(carrier: Carrier, deepest: number): Carrier {
  const inner = carrier.entries.flatMap((entry) => {
    const { held, path, line } = entry;
    const found = 'unread' in held ? null : wholeCarrier({ path, bytes: held.bytes }, held.lineOf);
    if (found === null) return [];
    const tooDeep = { ...found, entries: [], problems: [{ line, problem: TOO_DEEP }] };
    return [deepest === 0 ? tooDeep : withNested(found, deepest - 1)];
  });
  return {
    entries: [...carrier.entries, ...inner.flatMap(({ entries }) => entries)],
    configurations: carrier.configurations,
    problems: [...carrier.problems, ...inner.flatMap(({ problems }) => problems)],
    notes: [...new Set([...carrier.notes, ...inner.flatMap(({ notes }) => notes)])],
  };
}

const TOO_DEEP = 'files are written by files too deeply';

function added(before: Entry | undefined, entry: Entry): Entry {
  const { path, line } = entry;
  if (before === undefined || before.appends === true)
    return {
      path,
      line,
      appends: true,
      held: { unread: 'it adds to a file that the node may have already' },
    };
  if ('unread' in before.held || 'unread' in entry.held)
    return { path, line, held: 'unread' in before.held ? before.held : entry.held };
  return { path, line, held: joined(before.held, entry.held) };
}

function joined(first: Held, second: Held): Held {
  const breaks = first.bytes.toString('latin1').split('\n').length - 1;
  return {
    bytes: Buffer.concat([first.bytes, second.bytes]),
    lineOf: (line) => (line <= breaks ? first.lineOf(line) : second.lineOf(line - breaks)),
  };
}

function fileOf({ path, held }: Entry): GivenFile {
  return 'unread' in held
    ? { path, bytes: Buffer.alloc(0), unread: held.unread, onNode: true }
    : { path, bytes: held.bytes, onNode: true };
}
