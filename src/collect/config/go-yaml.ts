import { Composer, type Document, LineCounter, Parser } from 'yaml';
import { Decoder } from './decoder.ts';
import { Refused, TooMuch } from './failures.ts';
import type { Decoded, GoValue } from './go-value.ts';
import { checkSyntax } from './syntax.ts';
import { decodeText } from './text.ts';

/** Where a text stands in its file, and how far it is followed. */
interface Part {
  /** Lines of the file before the text. */
  before?: number;
  /** Values that are followed, those repeated by aliases counted each time; a configuration file has few. */
  budget?: number;
}

/**
 * The first YAML document of a file as go-yaml v2 (through sigs.k8s.io/yaml) decodes it. Its syntax is read by the
 * `yaml` package with all meaning switched off; what scalars, merges and repeats mean is decided in decoder.ts.
 */
export function decodeGoYaml(bytes: Buffer, { before = 0, budget }: Part = {}): Decoded {
  try {
    return { state: 'decoded', value: decode(decodeText(bytes, before), before, budget) };
  } catch (error) {
    if (error instanceof Refused) return { state: 'broken', problem: error.message, line: error.line };
    if (error instanceof TooMuch) return { state: 'excessive', reason: error.message };
    // The decoder is recursive; go-yaml itself refuses more than 10,000 levels.
    if (error instanceof RangeError) return { state: 'excessive', reason: 'nested too deeply' };
    throw error;
  }
}

/** What is wrong with the syntax of the first document of a file, whatever it means; null when nothing is. */
export function goYamlProblem(bytes: Buffer, before = 0): { line: number; problem: string } | null {
  try {
    const lines = new LineCounter();
    const text = decodeText(bytes, before);
    const document = firstDocument(text, lines);
    if (document !== null) checkSyntax(document, text, (at) => before + Math.max(lines.linePos(at).line, 1));
    return null;
  } catch (error) {
    if (error instanceof Refused) return { line: error.line, problem: error.message };
    if (error instanceof TooMuch || error instanceof RangeError) return null;
    throw error;
  }
}

function decode(text: string, before: number, budget?: number): GoValue {
  const lines = new LineCounter();
  const document = firstDocument(text, lines);
  if (document === null) {
    if (/^%/m.test(text)) throw new Refused('a directive without a document', before + 1);
    return { type: 'null', line: before + 1 };
  }
  const lineOf = (offset: number) => before + Math.max(lines.linePos(offset).line, 1);
  checkSyntax(document, text, lineOf);
  return new Decoder(lineOf, text.endsWith('\n') ? -1 : text.length, budget).document(document);
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
