/** Whose names those of our properties are. */
const NAMESPACE = 'https://kubetrue.dev/ns/oscal';

export interface Property {
  name: string;
  ns: string;
  value: string;
  remarks?: string;
}

/** A property, whose value must be one line with something in it; none for a value that says nothing. */
export function property(name: string, value: string | null | undefined, remarks?: string): Property[] {
  const line = (value ?? '').trim();
  if (line === '') return [];
  return [{ name, ns: NAMESPACE, value: line, ...(remarks === undefined ? {} : { remarks }) }];
}

/** A word that may be an identifier: `cis-kubernetes-2.5`. */
export function token(...words: readonly string[]): string {
  const text = words.join('-').replaceAll(/[^\p{L}\p{N}._-]/gu, '_');
  return /^[\p{L}_]/u.test(text) ? text : `_${text}`;
}

/** A list under its name, left out where it is empty: OSCAL allows no empty lists. */
export function filled<K extends string, T>(name: K, list: readonly T[]): Partial<Record<K, readonly T[]>> {
  return list.length === 0 ? {} : ({ [name]: list } as Record<K, readonly T[]>);
}

export const OSCAL_VERSION = '1.2.3';
