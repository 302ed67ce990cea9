const CONTEXT = 3;

type Line = readonly [sign: ' ' | '-' | '+', text: string];

/** Unified diff of two texts with three lines around each change; values that look like secrets are replaced. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = diffLines(before.split('\n'), after.split('\n'));
  const hunks = hunksOf(lines);
  return [`--- ${path}`, `+++ ${path}`, ...hunks.flat()].map((line) => `${line}\n`).join('');
}

function diffLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  const start = commonLength(before, after, (list, index) => list[index]);
  const end = commonLength(
    before.slice(start),
    after.slice(start),
    (list, index) => list[list.length - 1 - index],
  );
  const middle = longestCommon(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
  const same = (text: string): Line => [' ', text];
  return [...before.slice(0, start).map(same), ...middle, ...before.slice(before.length - end).map(same)];
}

function commonLength(
  left: readonly string[],
  right: readonly string[],
  at: (list: readonly string[], index: number) => string | undefined,
): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && at(left, length) === at(right, length)) length += 1;
  return length;
}

/** By the textbook table of common lengths; what differs in a file of settings is short. */
function longestCommon(before: readonly string[], after: readonly string[]): readonly Line[] {
  const length = commonLengths(before, after);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      lines.push([' ', old]);
      [i, j] = [i + 1, j + 1];
    } else if (old !== undefined && length(i + 1, j) >= length(i, j + 1)) {
      lines.push(['-', old]);
      i += 1;
    } else {
      lines.push(['+', fresh ?? '']);
      j += 1;
    }
  }
  return lines;
}

/** How many lines the rest of one has in common with the rest of the other. */
function commonLengths(
  before: readonly string[],
  after: readonly string[],
): (i: number, j: number) => number {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  const length = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  return (i, j) => (j > after.length ? 0 : length(i, j));
}

function hunksOf(lines: readonly Line[]): readonly string[][] {
  const changed = lines.flatMap(([sign], index) => (sign === ' ' ? [] : [index]));
  const spans: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = spans.at(-1);
    if (last !== undefined && index - CONTEXT <= last.to) last.to = index + CONTEXT;
    else spans.push({ from: Math.max(0, index - CONTEXT), to: index + CONTEXT });
  }
  return spans.map(({ from, to }) => hunk(lines, from, Math.min(to, lines.length - 1)));
}

function hunk(lines: readonly Line[], from: number, to: number): string[] {
  const count = (sign: Line[0], end: number, start = 0) =>
    lines.slice(start, end).filter(([one]) => one === ' ' || one === sign).length;
  const [oldStart, newStart] = [count('-', from) + 1, count('+', from) + 1];
  const [oldLength, newLength] = [count('-', to + 1, from), count('+', to + 1, from)];
  const old = new Set(lines.flatMap(([sign, text]) => (sign === '+' ? [] : [text.trim()])));
  const texts = lines
    .slice(from, to + 1)
    .map(([sign, text]) => sign + withoutSecrets(text.replace(/\r$/, ''), !old.has(text.trim())));
  return [`@@ -${oldStart},${oldLength} +${newStart},${newLength} @@`, ...texts];
}

/** Named like a secret, and neither a path, a switch nor a number: then nothing of the rest of the line is shown. */
const SECRET =
  /((?:pass(?:word|wd|phrase)?|token|secret|credential|(?:api|access|join)-?key|vpn-auth|url-header|datastore[-_]endpoint)[\w-]*["']?\s*[:=]\s*)(?!["']?(?:\/|(?:true|false|\d+\w?)["']?(?:\s|,|$)|["']?$))\S.*$/i;

/**
 * Values of variables of a container, and of whatever is named like a secret and is no path. A value that an edit has
 * made is shown: edits set no variables of containers.
 */
function withoutSecrets(line: string, isMade: boolean): string {
  const values = isMade ? line : line.replace(/^(\s*(?:-\s+)?value:\s*)\S.*$/, '$1(redacted)');
  return values.replace(/:\/\/[^/\s]*@/g, '://(redacted)@').replace(SECRET, '$1(redacted)');
}
