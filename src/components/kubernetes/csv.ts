/**
 * The first record of a text as Go's encoding/csv reads it: no trimming, quotes only around a whole field, empty
 * lines skipped. Null: the reader gives an error.
 * https://cs.opensource.google/go/go/+/refs/tags/go1.24.0:src/encoding/csv/reader.go readRecord
 */
export function readCsvRecord(text: string): readonly string[] | null {
  let rest = text.replaceAll('\r\n', '\n').replace(/^\n+/, '');
  if (rest === '') return null;
  const fields: string[] = [];
  for (;;) {
    const field = rest.startsWith('"') ? quotedField(rest) : plainField(rest);
    if (field === null) return null;
    fields.push(field.value);
    if (!field.rest.startsWith(',')) return fields;
    rest = field.rest.slice(1);
  }
}

interface Field {
  value: string;
  /** Empty, or begins with the comma or line break that ends the field. */
  rest: string;
}

function plainField(text: string): Field | null {
  const [value = ''] = /^[^,\n]*/.exec(text) ?? [];
  return value.includes('"') ? null : { value, rest: text.slice(value.length) };
}

function quotedField(text: string): Field | null {
  const [quoted] = /^"(?:[^"]|"")*"/.exec(text) ?? [];
  if (quoted === undefined) return null;
  const rest = text.slice(quoted.length);
  if (rest !== '' && !/^[,\n]/.test(rest)) return null;
  return { value: quoted.slice(1, -1).replaceAll('""', '"'), rest };
}
