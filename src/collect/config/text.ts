import { isUtf8 } from 'node:buffer';
import { Refused } from './failures.ts';

/** All that yaml_parser_update_buffer lets through: https://github.com/go-yaml/yaml/blob/v2.4.0/readerc.go */
const CONTROL = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** What YAML 1.1 counts as a line break besides the line feed. */
const BREAK = /\r(?!\n)|[\u0085\u2028\u2029]/g;

/**
 * Text of a YAML file, refused where go-yaml refuses it before it looks at the syntax. Offsets are kept.
 *
 * @param before lines of the file before these bytes
 */
export function decodeText(bytes: Buffer, before = 0): string {
  const text = (utf16(bytes) ?? utf8(bytes)).replace(/^\ufeff/, '');
  const at = text.search(CONTROL);
  if (at >= 0) {
    throw new Refused('control characters are not allowed', before + text.slice(0, at).split('\n').length);
  }
  return text.replace(BREAK, '\n');
}

function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Refused('not valid UTF-8', 1);
  return bytes.toString('utf8');
}

/** go-yaml also takes UTF-16 with a byte order mark. */
function utf16(bytes: Buffer): string | null {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  const mark = bytes.readUInt16BE(0);
  if (mark === 0xfffe) return bytes.toString('utf16le');
  return mark === 0xfeff ? Buffer.from(bytes).swap16().toString('utf16le') : null;
}
