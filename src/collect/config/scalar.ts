/**
 * Plain scalars as go-yaml v2 resolves them: YAML 1.1 with its own additions and omissions.
 * https://github.com/go-yaml/yaml/blob/v2.4.0/resolve.go
 */
export type Scalar =
  | { type: 'null' }
  | { type: 'boolean'; value: boolean }
  | { type: 'number'; value: number }
  | { type: 'string'; value: string };

const WORDS: ReadonlyMap<string, Scalar> = new Map([
  ...words({ type: 'boolean', value: true }, 'y Y yes Yes YES true True TRUE on On ON'),
  ...words({ type: 'boolean', value: false }, 'n N no No NO false False FALSE off Off OFF'),
  ...words({ type: 'null' }, '~ null Null NULL'),
  ...words({ type: 'number', value: Number.NaN }, '.nan .NaN .NAN'),
  ...words({ type: 'number', value: Number.POSITIVE_INFINITY }, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...words({ type: 'number', value: Number.NEGATIVE_INFINITY }, '-.inf -.Inf -.INF'),
  ['', { type: 'null' }],
]);

function words(scalar: Scalar, list: string): [string, Scalar][] {
  return list.split(' ').map((word) => [word, scalar]);
}

/** A plain scalar without a tag. Timestamps stay text, as go-yaml gives them to an untyped target. */
export function resolvePlain(text: string): Scalar {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const value = numberOf(text);
  return value === null ? { type: 'string', value: text } : { type: 'number', value };
}

const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;

/** A number that begins with a dot goes to strconv as it is, which allows underscores between digits only. */
function numberOf(text: string): number | null {
  if (text.startsWith('.')) {
    const valid = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(text);
    return valid ? float(text.replaceAll('_', '')) : null;
  }
  if (!/^[-+0-9]/.test(text) || TIMESTAMP.test(text)) return null;
  const digits = text.replaceAll('_', '');
  return integer(digits) ?? float(digits);
}

const BASES: readonly { form: RegExp; prefix: string }[] = [
  { form: /^0[xX][0-9a-fA-F]+$/, prefix: '0x' },
  { form: /^0[oO][0-7]+$/, prefix: '0o' },
  { form: /^0[bB][01]+$/, prefix: '0b' },
  { form: /^0[0-7]+$/, prefix: '0o' },
  { form: /^(?:0|[1-9][0-9]*)$/, prefix: '' },
];

const MIN_INT64 = -(2n ** 63n);
const MAX_UINT64 = 2n ** 64n - 1n;

/** strconv.ParseInt with base 0, then ParseUint: a leading zero means octal. Larger numbers become floats. */
function integer(text: string): number | null {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const magnitude = text.slice(sign.length);
  const base = BASES.find((candidate) => candidate.form.test(magnitude));
  if (base === undefined) return null;
  const value = BigInt(base.prefix + magnitude.replace(/^0[xXoObB]/, '')) * (sign === '-' ? -1n : 1n);
  const limit = sign === '+' ? MAX_UINT64 >> 1n : MAX_UINT64;
  return value >= MIN_INT64 && value <= limit ? Number(value) : null;
}

function float(text: string): number | null {
  if (!/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return null;
  const value = Number(text);
  // strconv.ParseFloat reports a value out of range as an error, and the text stays text.
  return Number.isFinite(value) ? value : null;
}
