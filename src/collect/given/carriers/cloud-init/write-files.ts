import { posix } from 'node:path';
import type { GoValue } from '../../../config/go-value.ts';
import { at, textAt } from '../../values.ts';
import { type Entry, type Fault, heldBy, type Lines } from '../carrier.ts';
import { fromBase64, type Unpacker } from '../decode.ts';

/** An item of `write_files`, and the text that it stands in. */
export interface Item {
  value: GoValue;
  lines: Lines;
  /** Jinja is put in before it is read. */
  isTemplate: boolean;
  /** Why the content is none that stands there. */
  elsewhere?: string | null;
}

export interface WrittenFiles {
  entries: Entry[];
  problems: Fault[];
}

/**
 * The files of a list of them, those that are deferred behind the others.
 * https://github.com/canonical/cloud-init/blob/04eacd06ee60/cloudinit/config/cc_write_files.py
 */
export function writtenFiles(items: readonly Item[], unpacker: Unpacker): WrittenFiles {
  const isLate = ({ value }: Item) => isTrue(at(value, 'defer'));
  const inOrder = [...items.filter((item) => !isLate(item)), ...items.filter(isLate)];
  const entries: Entry[] = [];
  const problems: Fault[] = [];
  for (const item of inOrder) {
    const found = entryOf(item, unpacker);
    if (found.entry !== undefined) entries.push(found.entry);
    if (found.fault !== undefined) problems.push(found.fault);
  }
  return { entries, problems };
}

const TEMPLATE = /\{\{|\{%|\{#/;

function entryOf(item: Item, unpacker: Unpacker): { entry?: Entry; fault?: Fault } {
  const { value, lines, isTemplate } = item;
  const line = lines.lineOf(at(value, 'path')?.line ?? value.line);
  const path = textAt(value, 'path');
  if (path === '') return { fault: { line, problem: 'an item of write_files has no path' } };
  if (isTemplate && TEMPLATE.test(path)) return { fault: { line, problem: OPEN_PATH } };
  const held = heldIn(item, unpacker);
  const appends = isTrue(at(value, 'append')) ? ({ appends: true } as const) : {};
  const entry = { path: posix.resolve('/', path), line, ...appends };
  if (!('stops' in held)) return { entry: { ...entry, held } };
  const problem = `cloud-init stops at a file: ${held.stops}`;
  return { entry: { ...entry, held: { unread: held.stops } }, fault: { line, problem } };
}

const OPEN_PATH = 'the path of a file is a template, and what it overwrites is not known';

/** As cloud-init unpacks it: canonicalize_extraction, which takes an encoding that it does not know for none. */
const ENCODINGS: Readonly<Record<string, 'gzip' | 'base64' | 'both'>> = {
  ...{ gz: 'gzip', gzip: 'gzip', b64: 'base64', base64: 'base64' },
  ...{ 'gz+base64': 'both', 'gzip+base64': 'both', 'gz+b64': 'both', 'gzip+b64': 'both' },
};

/** What an item holds; or why cloud-init, which fails at it, writes neither this nor any further file. */
function heldIn(
  { value, lines, isTemplate, elsewhere }: Item,
  unpacker: Unpacker,
): Entry['held'] | { stops: string } {
  if (elsewhere != null) return { unread: elsewhere };
  if (textAt(value, 'source', 'uri') !== '')
    return { unread: 'its content lies at an address, which is not fetched' };
  const content = at(value, 'content') ?? { type: 'null', line: value.line };
  if (content.type === 'null') return { bytes: Buffer.alloc(0), lineOf: () => lines.lineOf(content.line) };
  if (content.type !== 'string') return { stops: 'its content is no text' };
  if (isTemplate && TEMPLATE.test(content.value)) return { unread: NOT_RENDERED };
  const encoding = ENCODINGS[textAt(value, 'encoding').trim().toLowerCase()];
  if (encoding === 'gzip' || content.value.includes('\uFFFD')) return { unread: BYTES };
  if (encoding === undefined) return heldBy(lines, content, Buffer.from(content.value));
  const packed = fromBase64(content.value);
  if ('unread' in packed) return { stops: packed.unread };
  const unpacked = encoding === 'base64' ? packed : unpacker.gunzip(packed.bytes);
  return 'unread' in unpacked
    ? { stops: unpacked.unread }
    : { ...unpacked, lineOf: () => lines.lineOf(content.line) };
}

/** `!!binary` may be no text, and YAML is read as text; so is what is packed without base64. */
const BYTES = 'its content is bytes (!!binary), which are not read';

const NOT_RENDERED = 'its content is a template, which is rendered on the node';

/** https://github.com/canonical/cloud-init/blob/04eacd06ee60/cloudinit/util.py is_true */
function isTrue(value: GoValue | undefined): boolean {
  if (value === undefined || value.type === 'map' || value.type === 'list' || value.type === 'null')
    return false;
  return ['true', '1', 'on', 'yes'].includes(String(value.value).toLowerCase().trim());
}
