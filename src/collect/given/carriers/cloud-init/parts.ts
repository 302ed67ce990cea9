import { isUtf8 } from 'node:buffer';
import type { Fault, Held } from '../carrier.ts';
import { type Decoded, fromBase64, isGzip, type Unpacker } from '../decode.ts';
import { isMime, type MimePart, mimeParts } from './mime.ts';

/** A part of user data, as cloud-init hands it to what handles its type. */
export interface Part {
  type: string;
  text: string;
  lineOf(line: number): number;
  /** How it is merged with the parts before it, where a header says so. */
  merge: string;
}

export interface Parts {
  parts: Part[];
  problems: Fault[];
}

/**
 * What user data is by its first letters, the longest first:
 * https://github.com/canonical/cloud-init/blob/04eacd06ee60/cloudinit/handlers/__init__.py INCLUSION_TYPES_MAP
 */
const TYPES: readonly (readonly [start: string, type: string])[] = [
  ['#cloud-config-archive', 'text/cloud-config-archive'],
  ['#cloud-config-jsonp', 'text/cloud-config-jsonp'],
  ['## template: jinja', 'text/jinja2'],
  ['#cloud-boothook', 'text/cloud-boothook'],
  ['#cloud-config', 'text/cloud-config'],
  ['#include-once', 'text/x-include-once-url'],
  ['#part-handler', 'text/part-handler'],
  ['#include', 'text/x-include-url'],
  ['#!', 'text/x-shellscript'],
];

/** The type of a text that does not name it; empty where nothing tells. */
export function typeOf(text: string): string {
  const start = text.trimStart().slice(0, 32).toLowerCase();
  return TYPES.find(([mark]) => start.startsWith(mark))?.[1] ?? '';
}

/** Types that only a look at the text makes sure of: user_data.py TYPE_NEEDED and what stands beside it. */
const LOOKED_INTO = new Set(['text/plain', 'text/x-not-multipart', 'text/x-shellscript']);
/** The same file, DECOMP_TYPES. */
const PACKED = /^application\/(?:x-)?(?:gzip|gzip-compressed|gzipped|compress|compressed|gunzip)$/;

/** The parts of user data, unpacked. */
export function partsOf({ bytes, lineOf }: Held, unpacker: Unpacker): Parts {
  const unpacked = isGzip(bytes) ? unpacker.gunzip(bytes) : { bytes };
  if ('unread' in unpacked) return broken(lineOf(1), `the user data are not read: ${unpacked.unread}`);
  const place = isGzip(bytes) ? () => lineOf(1) : lineOf;
  const text = textOf(unpacked.bytes);
  if (text === null) return broken(lineOf(1), 'the user data are not valid UTF-8');
  if (!isMime(text)) return { parts: [{ type: typeOf(text), text, lineOf: place, merge: '' }], problems: [] };
  const found = mimeParts(text);
  if (found === null) return broken(place(1), 'a MIME message that does not end, or has no boundary');
  const all = found.map((part) => leafOf(part, place, unpacker));
  return { parts: all.flatMap(({ parts }) => parts), problems: all.flatMap(({ problems }) => problems) };
}

function broken(line: number, problem: string): Parts {
  return { parts: [], problems: [{ line, problem }] };
}

function textOf(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8').replace(/^\uFEFF/, '') : null;
}

function leafOf(part: MimePart, place: (line: number) => number, unpacker: Unpacker): Parts {
  const line = place(part.before + 1);
  const encoding = (part.headers.get('content-transfer-encoding') ?? '').trim().toLowerCase();
  const isPlain = ['', '7bit', '8bit', 'binary'].includes(encoding);
  const decoded = isPlain ? { bytes: Buffer.from(part.body) } : decodedBy(encoding, part.body);
  const isPacked = PACKED.test(part.type);
  const unpacked = isPacked && !('unread' in decoded) ? unpacker.gunzip(decoded.bytes) : decoded;
  if ('unread' in unpacked) return broken(line, `a part of the user data is not read: ${unpacked.unread}`);
  const text = textOf(unpacked.bytes);
  if (text === null) return broken(line, 'a part of the user data is not valid UTF-8');
  const named = isPacked ? 'text/plain' : part.type;
  const type = LOOKED_INTO.has(named) ? typeOf(text) || named : named;
  const lineOf = isPlain && !isPacked ? (own: number) => place(part.before + own) : () => line;
  const merge = part.headers.get('merge-type') ?? part.headers.get('x-merge-type') ?? '';
  return { parts: [{ type, text, lineOf, merge }], problems: [] };
}

function decodedBy(encoding: string, body: string): Decoded {
  return encoding === 'base64' ? fromBase64(body) : { unread: `its encoding (${encoding}) is not read` };
}
