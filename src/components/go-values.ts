/** Text to values as Go's strconv and time packages read them. Null: Go refuses the text. */

const TRUE_WORDS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE_WORDS = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** strconv.ParseBool. */
export function parseGoBoolean(text: string): boolean | null {
  if (TRUE_WORDS.has(text)) return true;
  return FALSE_WORDS.has(text) ? false : null;
}

const INTEGER =
  /^([+-]?)(?:0[xX]((?:_?[0-9a-fA-F])+)|0[bB]((?:_?[01])+)|0[oO]((?:_?[0-7])+)|0((?:_?[0-7])+)|(0|[1-9](?:_?[0-9])*))$/;

/** strconv.ParseInt(text, 0, 64), or ParseUint when `unsigned`; exact, therefore bigint. */
export function parseGoInteger(text: string, bits: 32 | 64 = 64, unsigned = false): bigint | null {
  const match = INTEGER.exec(text);
  if (match === null) return null;
  const [, sign = '', hex, binary, octal, oldOctal, decimal] = match;
  if (unsigned && sign !== '') return null;
  const magnitude = BigInt(literal(hex, binary, octal ?? oldOctal, decimal));
  const value = sign === '-' ? -magnitude : magnitude;
  const highest = unsigned ? (1n << BigInt(bits)) - 1n : (1n << BigInt(bits - 1)) - 1n;
  const lowest = unsigned ? 0n : -(1n << BigInt(bits - 1));
  return value < lowest || value > highest ? null : value;
}

function literal(hex?: string, binary?: string, octal?: string, decimal?: string): string {
  const plain = (digits: string) => digits.replaceAll('_', '');
  if (hex !== undefined) return `0x${plain(hex)}`;
  if (binary !== undefined) return `0b${plain(binary)}`;
  if (octal !== undefined) return `0o${plain(octal)}`;
  return plain(decimal ?? '0');
}

const UNIT_NANOSECONDS: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const DURATION = /^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/;
const DURATION_PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;

/** time.ParseDuration, in nanoseconds. */
export function parseGoDuration(text: string): number | null {
  if (/^[+-]?0$/.test(text)) return 0;
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount = '0', unit = 's'] of text.matchAll(DURATION_PART)) {
    total += Number(amount) * (UNIT_NANOSECONDS[unit] ?? 0);
  }
  // time.Duration is an int64 of nanoseconds.
  if (total > 2 ** 63) return null;
  return text.startsWith('-') ? -total : total;
}
