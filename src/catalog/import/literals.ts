import { elidedName, unquoted } from './words.ts';

/** What the value of a sentence stands for. */
interface Literals {
  values: readonly string[];
  /** The sentence leaves others out, by ellipses, so that a list is meant. */
  elided: boolean;
}

/** Characters that values of settings are made of: not those of placeholders, variables and alternatives. */
const LITERAL = /^(?!.*\.{3})[\w./:=@%+*~-]+$/;

/**
 * The values in a text, which may be a list; null when one of them is a site's own and no literal. Taken as it stands,
 * a text of several values, or a placeholder, would be a value that no flag ever has: a check against it passes always.
 */
export function literalsIn(text: string): Literals | null {
  const name = elidedName(unquoted(text));
  const values = (name ?? unquoted(text)).split(/[,;]/).filter((one) => one !== '');
  if (values.length === 0 || !values.every((one) => LITERAL.test(one))) return null;
  return { values, elided: name !== null };
}

/** The one value that a text is; null for any other text. */
export function soleLiteral(text: string): string | null {
  const literals = literalsIn(text);
  const [only = null, second] = literals?.values ?? [];
  return literals?.elided === true || second !== undefined ? null : only;
}
