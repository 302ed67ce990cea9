import type { SafeguardRef } from './page.ts';

/** `Version 7`, or glued to the id: `Version 6.14.4` is id 14.4 of version 6. */
const VERSION = /(?<![\w.])Version[ \t]+(\d+)(?:\.(\d+(?:\.\d+)*))?(?![\w])/g;
const LEADING_ID = /^(\d+(?:\.\d+)*)[.:]?[ \t]+/;

/** Reads the section "CIS Controls"; both versions may stand on one line. */
export function readSafeguards(body: string): SafeguardRef[] {
  const starts = [...body.matchAll(VERSION)];
  return starts.flatMap((start, index) => {
    const text = body.slice(start.index + start[0].length, starts[index + 1]?.index).trim();
    const version = start[1] ?? '';
    return start[2] === undefined
      ? underVersion(version, text)
      : [{ version, id: start[2], text: cleaned(text) }];
  });
}

/** Below a version that stands alone: one safeguard per line that starts with an id, else one without id. */
function underVersion(version: string, text: string): SafeguardRef[] {
  const found: SafeguardRef[] = [];
  for (const line of text.split('\n')) {
    const id = LEADING_ID.exec(line);
    const latest = found.at(-1);
    if (id?.[1] !== undefined) found.push({ version, id: id[1], text: cleaned(line.slice(id[0].length)) });
    else if (latest !== undefined) latest.text = cleaned(`${latest.text}\n${line}`);
    else found.push({ version, id: null, text: cleaned(line) });
  }
  return found;
}

function cleaned(text: string): string {
  return text
    .replace(/^[-\u2013\u2014:]\s+/, '')
    .replaceAll(/[ \t]+$/gm, '')
    .trim();
}

export function writeSafeguards(safeguards: readonly SafeguardRef[]): string {
  return safeguards
    .map(({ version, id, text }) => `Version ${version}${id === null ? '' : `.${id}`} ${text}`.trimEnd())
    .join('\n\n');
}
