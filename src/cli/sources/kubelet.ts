import { kubeletFlags } from '../../components/kubelet/flags.ts';
import { type KubeletSetting, kubeletSettings } from '../../components/kubelet/settings.ts';
import { KNOWN_MINORS, versionName } from '../../components/kubernetes/minors.ts';
import type { ComponentSources, SettingSource } from '../../report/explain/sources.ts';
import { defaultsOf } from './kubernetes.ts';

/** Where the kubelet's settings can come from. */
export function kubeletSources(): ComponentSources {
  return {
    precedence:
      'Flags win over drop-ins (`--config-dir`), those over the configuration file (`--config`), that over the defaults; without a file other, older defaults hold.',
    settings: Object.entries<KubeletSetting>(kubeletSettings).map(sourceOf),
  };
}

function sourceOf([name, spec]: [string, KubeletSetting]): SettingSource {
  const flag = kubeletFlags[name];
  const filed = defaultsOf({
    ...(flag ?? { kind: 'string' }),
    default: spec.default,
    defaults: spec.defaults ?? [],
  });
  const oldest = Math.min(...KNOWN_MINORS);
  const legacy =
    spec.legacy === undefined
      ? []
      : [{ versions: `without a file, ${versionName(oldest)} on`, value: spec.legacy }];
  return {
    name,
    flag: flag === undefined ? 'none' : `--${name}`,
    variable: null,
    fileKey: spec.key,
    defaults: [...filed, ...legacy],
  };
}
