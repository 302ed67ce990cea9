import { etcdSettings, type SettingSpec, variableOf } from '../../components/etcd/settings.ts';
import { KNOWN_MINORS } from '../../components/etcd/version.ts';
import type { ComponentSources, SettingSource } from '../../report/explain/sources.ts';

/** Where etcd's settings can come from. */
export function etcdSources(): ComponentSources {
  return {
    precedence:
      'A configuration file (`--config-file`, else `ETCD_CONFIG_FILE`) replaces all flags and variables; keys that it lacks take their defaults. ' +
      'Without one, a flag wins over its variable, and etcd 3.4 and later refuses to start with both.',
    settings: Object.entries<SettingSpec>(etcdSettings).map(sourceOf),
  };
}

function sourceOf([name, spec]: [string, SettingSpec]): SettingSource {
  const versions = `${spec.since ?? KNOWN_MINORS[0]} to ${spec.until ?? KNOWN_MINORS.at(-1)}`;
  return {
    name,
    flag: `--${name}`,
    variable: variableOf(name),
    fileKey: spec.file,
    defaults: [{ versions, value: spec.default }],
  };
}
