import type { FlagSpec, FlagTable } from '../../components/kubernetes/flag-table.ts';
import { KNOWN_MINORS, versionName } from '../../components/kubernetes/minors.ts';
import type { ComponentSources, SettingSource } from '../../report/explain/sources.ts';

/** Flags of a Kubernetes component as sources; `keys` are the keys of its configuration file, by flag. */
export function flagSources(
  table: FlagTable,
  precedence: string,
  keys: Readonly<Record<string, string>>,
): ComponentSources {
  return {
    precedence,
    settings: Object.entries(table).map(([name, spec]) => ({
      name,
      flag: `--${name}`,
      variable: null,
      fileKey: keys[name] ?? null,
      defaults: defaultsOf(spec),
    })),
  };
}

/** One default for each stretch of minors. */
export function defaultsOf({
  default: first,
  defaults = [],
  since,
  until,
}: FlagSpec): SettingSource['defaults'] {
  const from = since ?? Math.min(...KNOWN_MINORS);
  const last = until ?? Math.max(...KNOWN_MINORS);
  const steps = [{ since: from, value: first }, ...defaults];
  return steps.map(({ since: begin, value }, index) => {
    const end = (steps[index + 1]?.since ?? last + 1) - 1;
    return { versions: `${versionName(begin)} to ${versionName(end)}`, value };
  });
}
