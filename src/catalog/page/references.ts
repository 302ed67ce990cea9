import type { Reference } from './page.ts';

/** Start of an entry at the line's start, or before a URL further along the line. */
const ENTRY = /(?:^[ \t]*|[ \t]+)\d+[.)][ \t]+(?=\[|<?https?:)/g;
const TARGET =
  /^(?:\[\s*<?(https?:[^\s\]>]+)>?\s*\](?:\[[^\]]*\]|\([^)]*\))?|<?(https?:[^\s>]+)>?|\[[^\]]*\]\((https?:[^\s)]+)\))/;
const LABELLED = /^\[[^\]]*\]\[([^\]]+)\]/;
const DEFINITION = /^ {0,3}\[([^\]]+)\]:[ \t]*<?(\S+?)>?[ \t]*$/;

/**
 * Reads the section References: `n. url`, `n. [url ][n]`, `n. [title](url)`, several on one line, note paragraphs
 * below. Numbers and labels are not trusted: the order counts, and a URL in the text beats its label.
 */
export function readReferences(body: string, definitions: ReadonlyMap<string, string>): Reference[] {
  const references: { url: string; note: string[] }[] = [];
  for (const line of body.split('\n')) {
    const starts = [...line.matchAll(ENTRY)];
    if (starts.length === 0) references.at(-1)?.note.push(line.trimEnd());
    for (const [index, start] of starts.entries()) {
      const entry = line.slice(start.index + start[0].length, starts[index + 1]?.index).trim();
      references.push(entryOf(entry, definitions));
    }
  }
  return references.map(({ url, note }) => ({ url, note: note.join('\n').trim() }));
}

function entryOf(text: string, definitions: ReadonlyMap<string, string>): { url: string; note: string[] } {
  const match = TARGET.exec(text);
  const url = match?.slice(1).find((group) => group !== undefined);
  if (match !== null && url !== undefined) return { url, note: [text.slice(match[0].length).trim()] };
  const labelled = LABELLED.exec(text);
  return { url: definitions.get(labelled?.[1] ?? '') ?? text, note: [] };
}

export function writeReferences(references: readonly Reference[]): string {
  return references
    .map(({ url, note }, index) => `${index + 1}. ${url}${note === '' ? '' : `\n\n${note}\n`}`)
    .join('\n')
    .trimEnd();
}

/** Takes link definitions off the end of a section. */
export function stripDefinitions(body: string): { body: string; definitions: Map<string, string> } {
  const lines = body.split('\n');
  const definitions = new Map<string, string>();
  for (let line = lines.at(-1); line !== undefined; line = lines.at(-1)) {
    const match = DEFINITION.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) definitions.set(match[1], match[2]);
    else if (line.trim() !== '') break;
    lines.pop();
  }
  return { body: lines.join('\n'), definitions };
}

export function writeDefinitions(references: readonly Reference[]): string {
  return references.map(({ url }, index) => `[${index + 1}]: ${url}`).join('\n');
}
