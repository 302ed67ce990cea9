import { isUtf8 } from 'node:buffer';
import { Composer, type Document, LineCounter, Parser } from 'yaml';
import { Decoder, Refused, TooMuch } from './decoder.ts';
import type { Decoded, GoValue } from './go-value.ts';
import { lineOf, refusedText } from './text.ts';

/**
 * The first YAML document of a file as go-yaml v2 (through sigs.k8s.io/yaml) decodes it. Its syntax is read by the
 * `yaml` package with all meaning switched off; what scalars, merges and repeats mean is decided in decoder.ts.
 */
export function decodeGoYaml(bytes: Buffer): Decoded {
  try {
    return { state: 'decoded', value: decode(bytes) };
  } catch (error) {
    if (error instanceof Refused) return { state: 'broken', problem: error.message, line: error.line };
    if (error instanceof TooMuch) return { state: 'excessive', reason: error.message };
    // Both the parser and our decoder are recursive; go-yaml itself refuses more than 10,000 levels.
    if (error instanceof RangeError) return { state: 'excessive', reason: 'nested too deeply' };
    throw error;
  }
}

function decode(bytes: Buffer): GoValue {
  const text = textOf(bytes);
  const lines = new LineCounter();
  const document = firstDocument(text, lines);
  const line = (offset: number) => lines.linePos(offset).line;
  if (document === null) return { type: 'null', line: 1 };
  const error = document.errors[0];
  if (error !== undefined) throw new Refused(firstLine(error.message), line(error.pos[0]));
  const { explicit, version } = document.directives?.yaml ?? {};
  if (explicit && version !== '1.1') throw new Refused('only YAML 1.1 is accepted', 1);
  return new Decoder(line).document(document);
}

/** Later documents are not even parsed, as go-yaml does not either. */
function firstDocument(text: string, lines: LineCounter): Document.Parsed | null {
  const composer = new Composer({
    version: '1.1',
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    strict: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const tokens = new Parser(lines.addNewLine).parse(text);
  for (const document of composer.compose(tokens)) return document;
  return null;
}

function textOf(bytes: Buffer): string {
  const text = utf16(bytes) ?? bytes;
  if (typeof text === 'string') return text;
  if (!isUtf8(text)) throw new Refused('not valid UTF-8', 1);
  const decoded = text.toString('utf8').replace(/^\ufeff/, '');
  const refused = refusedText(decoded);
  if (refused !== null) throw new Refused(refused.problem, lineOf(decoded, refused.at));
  return decoded;
}

/** go-yaml also takes UTF-16 with a byte order mark. */
function utf16(bytes: Buffer): string | null {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  const mark = bytes.readUInt16BE(0);
  if (mark === 0xfffe) return bytes.subarray(2).toString('utf16le');
  return mark === 0xfeff ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le') : null;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
