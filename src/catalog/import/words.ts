/** Parts of the sentences of published pages, as sources of regular expressions. Backticks are gone by then. */

/** A flag, or a feature gate, which has capitals and no dashes. */
export const F = String.raw`(--[A-Za-z][\w-]*|(?-i:[A-Z])[A-Za-z0-9]{5,})`;
/** A value: one word. The full stop behind it is the sentence's. */
export const V = String.raw`("[^"\s]+"|'[^'\s]+'|[^\s"']+)`;
export const N = String.raw`(\d+)`;
/** A key, its levels parted by dots or by colons. */
export const K = String.raw`([A-Za-z][\w-]*(?:(?:\.|: ?)[A-Za-z][\w-]*)*)`;
export const NODE = '(?:the master node|the etcd server node|(?:the )?each (?:worker )?node)';
/** A file, or a placeholder for one. */
export const FILE = String.raw`(<[^>]+>|\S+)`;
const ARGUMENT = '(?:argument|parameter)';

/** `the F argument`, `F argument`. */
export const THE_F = `(?:the )?${F} ${ARGUMENT}`;

/** A production matches a whole sentence; letter case counts in what it captures only. */
export function whole(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'i');
}

/** A sentence without the mark that ends it. Behind an ellipsis, which is no such mark, a fourth period is one. */
export function unended(sentence: string): string {
  return sentence.replace(/(?<!(?<!\.{2})\.)[.:;!?]$/, '').trim();
}

const PLACEHOLDER = /<[^>]*>/;

/** A site's own value, in any of the forms that pages write: never a literal. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** The name between the ellipses of `...,Name,...`; null for any other text. */
export function elidedName(text: string): string | null {
  return /^(?:\.{3}|\u2026),([^,]+),(?:\.{3}|\u2026)$/.exec(text)?.[1] ?? null;
}

/** A value in the type that settings have. */
export function typed(text: string): string | number | boolean {
  const bare = unquoted(text);
  if (/^(?:true|false)$/i.test(bare)) return bare.toLowerCase() === 'true';
  return /^-?\d{1,15}$/.test(bare) ? Number(bare) : bare;
}

export function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}

/** `--name` as the setting is called; feature gates are settings too. */
export function settingName(flag: string): string {
  return flag.replace(/^--/, '');
}

export function dotted(key: string): string {
  return key.replaceAll(/:\s*/g, '.');
}
