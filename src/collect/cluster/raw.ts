/** A JSON object of the API, of which only the fields that are asked for are looked at. */
export type Raw = Readonly<Record<string, unknown>>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one where there is none. */
export function rawOf(value: unknown): Raw {
  return isRaw(value) ? value : {};
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Objects of a list. */
export function rawsOf(value: unknown): readonly Raw[] {
  return listOf(value).filter(isRaw);
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

/** Labels or annotations whose key is wanted, sorted by key. */
export function pickedTexts(value: unknown, wanted: (key: string) => boolean): Record<string, string> {
  const entries = Object.entries(rawOf(value)).filter(([key]) => wanted(key));
  return Object.fromEntries(
    entries.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, one]) => [key, textOf(one)]),
  );
}

/** `{ [name]: value }` if the object has the field and it is of that type, else nothing to add. */
export function optional<N extends string, T>(
  name: N,
  value: unknown,
  is: (value: unknown) => value is T,
): { [K in N]?: T } {
  return (is(value) ? { [name]: value } : {}) as { [K in N]?: T };
}

export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
export const isWhole = (value: unknown): value is number => Number.isInteger(value);
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
