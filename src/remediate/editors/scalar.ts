import { isScalar, isSeq, parseDocument } from 'yaml';

/** How the surroundings want a value written. */
export interface ScalarStyle {
  /** Inside [] or {}, where commas and brackets mean something. */
  readonly flow: boolean;
  /** JSON knows double quotes only. */
  readonly json: boolean;
  /** The quotes of the value that is replaced or stands beside. */
  readonly quote: 'plain' | 'single' | 'double';
}

/** A scalar as text that every YAML version reads as this very value. */
export function writeScalar(value: string | number | boolean, style: ScalarStyle): string {
  if (typeof value !== 'string') return String(value);
  if (style.json || style.quote === 'double' || hasControls(value)) return JSON.stringify(value);
  const single = `'${value.replaceAll("'", "''")}'`;
  if (style.quote === 'single') return single;
  if (isSafePlain(value, style.flow)) return value;
  return single;
}

function hasControls(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value);
}

/** The kubelet reads YAML 1.1, other programs 1.2: a plain word must be this text for both. */
function isSafePlain(value: string, flow: boolean): boolean {
  if (flow && /[,[\]{}]/.test(value)) return false;
  return (['1.1', '1.2'] as const).every((version) => {
    const text = flow ? `[ ${value} ]` : `- ${value}\n`;
    const document = parseDocument(text, { version, strict: true, prettyErrors: false, logLevel: 'silent' });
    if (document.errors.length + document.warnings.length > 0) return false;
    // Not by its plain value: an alias has none until its anchor is found, which is not here.
    const list: unknown = document.contents;
    const [item, ...others] = isSeq(list) ? list.items : [];
    return (
      isScalar(item) && others.length === 0 && item.value === value && item.tag === undefined && !item.anchor
    );
  });
}

/** The quotes of a scalar as the parser names them. */
export function quoteOf(type: string | undefined): ScalarStyle['quote'] {
  if (type === 'QUOTE_SINGLE') return 'single';
  return type === 'QUOTE_DOUBLE' ? 'double' : 'plain';
}
