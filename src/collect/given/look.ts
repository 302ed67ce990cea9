import { WANTED_KINDS } from './kinds.ts';

/**
 * What a document is by a look at its text, before anything is decoded. `wanted`: it names a kind that is judged.
 * `claims`: it has keys of Kubernetes' objects and no kind that could be read. `foreign`: another kind, or a template.
 * `silent`: nothing tells.
 */
export type Look = 'wanted' | 'claims' | 'foreign' | 'silent';

/** What stands behind the key `kind`. */
const NAME = /["']?[ \t]*:[ \t]*["']?([A-Za-z]*)/y;

/** Keys at or near the left edge, or in JSON anywhere, by which objects and configurations of Kubernetes are known. */
const KEYS = /^[ \t]{0,2}(?:apiVersion|kind|metadata|spec|containers)\b|["'](?:apiVersion|kind)["'][ \t]*:/m;

/** Of Go, Helm, Jinja: what it gives is judged, and only that. */
const TEMPLATE = /\{\{|\{%/;

/** A key behind a question mark may stand on another line than its value. */
const APART = /(?:^|[{,])[ \t]*\?[ \t\r\n]/m;

export function lookAt(written: string): Look {
  const text = unescaped(written);
  const names = kindsIn(text);
  const versioned = text.includes('apiVersion');
  if (versioned && names.some((name) => WANTED_KINDS.has(name))) return 'wanted';
  if (TEMPLATE.test(text)) return 'foreign';
  // On a line of its own, or behind a tag.
  if (versioned && names.includes('')) return 'wanted';
  if (versioned && APART.test(text)) return 'claims';
  if (names.some((name) => name !== '' && !WANTED_KINDS.has(name))) return 'foreign';
  return KEYS.test(text) ? 'claims' : 'silent';
}

const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U0000([0-9A-Fa-f]{4}))/g;

/** Letters that are written as their numbers, as quoted text of YAML and JSON may have them. */
function unescaped(text: string): string {
  return text.includes('\\')
    ? text.replace(ESCAPE, (_, ...codes: (string | undefined)[]) =>
        String.fromCharCode(Number.parseInt(codes.find((code) => code !== undefined) ?? '', 16)),
      )
    : text;
}

function kindsIn(text: string): string[] {
  const names: string[] = [];
  for (let place = text.indexOf('kind'); place >= 0; place = text.indexOf('kind', place + 4)) {
    NAME.lastIndex = place + 4;
    const name = NAME.exec(text)?.[1];
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** Where a document says at the left edge that it is of a kind that is judged: offset of the line; -1 where it does not. */
export function ownKindAt(text: string): number {
  for (const match of text.matchAll(OWN_KIND)) if (WANTED_KINDS.has(match[1] ?? '')) return match.index;
  return -1;
}

const OWN_KIND = /^kind[ \t]*:[ \t]*["']?([A-Za-z]+)/gm;
