import { readValue } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';

const LIMIT = 1024 * 1024;

export type TomlTable = Readonly<Record<string, unknown>>;

/** A TOML file of a container runtime; null when it is not there or would be refused. */
export async function readToml(fs: RootedFs, path: string): Promise<TomlTable | null> {
  const bytes = path === '' ? undefined : readValue(fs.read(path, LIMIT));
  if (bytes === undefined) return null;
  const { parse } = await import('smol-toml');
  try {
    return parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/** A text below nested tables. */
export function textAt(table: TomlTable, keys: readonly string[]): string | null {
  let value: unknown = table;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return null;
    value = Reflect.get(value, key);
  }
  return typeof value === 'string' && value !== '' ? value : null;
}
