import type { FileContent } from '../../model/snapshot.ts';
import { decodeBytes } from '../../util/bytes.ts';

type Entries = Extract<FileContent, { kind: 'unit' }>['entries'];

/**
 * The directives of a systemd unit file or drop-in that may be kept, in order; an empty value resets a list.
 * https://github.com/systemd/systemd/blob/v257/src/shared/conf-parser.c config_parse, and systemd.syntax(7)
 *
 * @param keys `section.directive` in lower case
 */
export function decodeUnit(bytes: Buffer, keys: ReadonlySet<string>): FileContent {
  const entries: Entries = [];
  let section = '';
  for (const { text, line } of logicalLines(decodeBytes(bytes))) {
    const header = /^\[(.*)\]$/.exec(text)?.[1];
    if (header !== undefined) section = header;
    else entries.push(...directive(section, text, line));
  }
  const kept = entries.filter((one) => keys.has(`${one.section}.${one.key}`.toLowerCase()));
  return { kind: 'unit', entries: kept };
}

function directive(section: string, text: string, line: number): Entries {
  const equals = text.indexOf('=');
  if (equals === -1) return [];
  return [{ section, key: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim(), line }];
}

interface LogicalLine {
  text: string;
  /** 1-based line on which it begins. */
  line: number;
}

/** Lines without blank ones and comments; one that ends in a backslash goes on in the next of these. */
function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let open: LogicalLine | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const content = raw.trimStart();
    if (content === '' || /^[#;]/.test(content)) continue;
    const joined: LogicalLine = { text: (open?.text ?? '') + content, line: open?.line ?? index + 1 };
    open = endsOpen(joined.text) ? { ...joined, text: `${joined.text.slice(0, -1)} ` } : null;
    if (open === null) lines.push({ ...joined, text: joined.text.trim() });
  }
  return open === null ? lines : [...lines, { ...open, text: open.text.trim() }];
}

/** A backslash that is not itself escaped. */
function endsOpen(text: string): boolean {
  return (/\\+$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}
