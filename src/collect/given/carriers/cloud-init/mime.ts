/** A leaf of a MIME message. */
export interface MimePart {
  /** Lower case, without parameters; `text/plain` where it does not say. */
  type: string;
  headers: ReadonlyMap<string, string>;
  /** As it stands there, without the line break before the boundary. */
  body: string;
  /** Lines of the message before the body. */
  before: number;
}

/** Mails are nested no deeper by anybody. */
const DEEPEST = 8;

/**
 * Whether user data is a MIME message that has a type: cloud-init asks only for another header, anywhere in the first
 * 4096 bytes. https://github.com/canonical/cloud-init/blob/04eacd06ee60/cloudinit/user_data.py convert_string
 */
export function isMime(text: string): boolean {
  const head = text.slice(0, 4096);
  return /mime-version:/i.test(head) && headOf(head.split('\n'), 0).headers.has('content-type');
}

/**
 * The leaves of a message, in order; null where it is not understood: a multipart without a boundary, or one that has
 * no end. Python's `email`, with which cloud-init reads it, takes what such a message lost for whole.
 * https://datatracker.ietf.org/doc/html/rfc2046#section-5.1
 */
export function mimeParts(text: string): MimePart[] | null {
  return partsIn(text.split('\n'), 0, DEEPEST);
}

function partsIn(lines: readonly string[], before: number, deepest: number): MimePart[] | null {
  const { headers, length } = headOf(lines, 0);
  const type = headers.get('content-type') ?? 'text/plain';
  const name = nameOf(type);
  const body = lines.slice(length);
  if (!name.startsWith('multipart/'))
    return [{ type: name, headers, body: body.join('\n'), before: before + length }];
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type)?.slice(1).find(Boolean);
  const inner = boundary === undefined || deepest === 0 ? null : between(body, boundary);
  if (inner === null) return null;
  const found = inner.map(({ start, end }) =>
    partsIn(body.slice(start, end), before + length + start, deepest - 1),
  );
  return found.includes(null) ? null : found.flatMap((one) => one ?? []);
}

/** What is no type is taken for `text/plain`: Python's email/message.py get_content_type. */
function nameOf(type: string): string {
  const name = type.split(';')[0]?.trim().toLowerCase() ?? '';
  return name.split('/').length === 2 ? name : 'text/plain';
}

/** The lines between boundaries; null where the last is missing. */
function between(lines: readonly string[], boundary: string): { start: number; end: number }[] | null {
  const marks = lines.flatMap((line, index) => {
    const rest = line.startsWith(`--${boundary}`) ? line.slice(boundary.length + 2) : null;
    return rest !== null && /^(?:--)?\s*$/.test(rest) ? [{ index, isLast: rest.startsWith('--') }] : [];
  });
  const last = marks.findIndex(({ isLast }) => isLast);
  if (last < 0) return null;
  return marks.slice(0, last).map(({ index }, at) => ({ start: index + 1, end: marks[at + 1]?.index ?? 0 }));
}

/** Headers, those that go on in further lines put together, and how many lines they take with the empty one behind them. */
function headOf(
  lines: readonly string[],
  start: number,
): { headers: ReadonlyMap<string, string>; length: number } {
  const headers = new Map<string, string>();
  let name = '';
  for (let at = start; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').replace(/\r$/, '');
    const [, key, value = ''] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (line === '') return { headers, length: at + 1 };
    if (/^[ \t]/.test(line)) {
      if (name !== '') headers.set(name, `${headers.get(name)} ${line.trim()}`);
    } else if (key !== undefined) {
      name = key.toLowerCase();
      if (!headers.has(name)) headers.set(name, value);
    } else if (at > start || !line.startsWith('From ')) return { headers, length: at };
  }
  return { headers, length: lines.length };
}
