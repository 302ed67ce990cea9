import type { KnownSetting } from '../../catalog/import/known.ts';
import { typed } from '../../catalog/import/words.ts';
import { judgedComponents } from '../../components/registry.ts';
import { literalReader } from './literals.ts';
import { sourcesOf } from './sources.ts';

/** Names of the components that have processes. */
export const PROCESS_COMPONENTS: readonly string[] = judgedComponents.map(({ name }) => name);

/** What the tables of a component say of a setting; null for one that they do not have. */
export function knownSetting(component: string, name: string): KnownSetting | null {
  const source = sourcesOf(component).settings.find((one) => one.name === name);
  if (source === undefined) return null;
  const values = source.defaults.map(({ value }) => value);
  const reader = literalReader(component, name);
  return {
    list: reader?.list ?? values.some(Array.isArray),
    hasDefault: values.some((value) => value !== null && value !== '' && !isEmptyList(value)),
    key: source.fileKey,
    reads: reader?.reads ?? typed,
  };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
