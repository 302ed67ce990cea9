import { authorityKeys } from '../components/authority.ts';
import type { EffectiveSetting } from '../components/effective-setting.ts';
import { apiServerSetting } from '../components/kube-apiserver/settings.ts';
import type { AuthorityKeys } from '../components/subject.ts';
import type { ProcessFacts, Snapshot } from '../model/snapshot.ts';

/** A CA file that a process of another component trusts by one of its settings. */
export interface OtherAuthority {
  pid: number;
  setting: EffectiveSetting;
  /** Null when the setting is not set. */
  keys: AuthorityKeys | null;
}

export type OtherComponent = (component: string, setting: string) => readonly OtherAuthority[];

/** Looks up settings of the other components in the same snapshot; each once, however many processes ask for it. */
export function otherComponentsIn(snapshot: Snapshot): OtherComponent {
  const known = new Map<string, readonly OtherAuthority[]>();
  return (component, setting) => {
    const asked = `${component} ${setting}`;
    const found =
      known.get(asked) ??
      snapshot.processes.filter((one) => one.component === component).map((one) => authorityOf(one, setting));
    known.set(asked, found);
    return found;
  };
}

function authorityOf(process: ProcessFacts, name: string): OtherAuthority {
  if (process.argv.state === 'unreadable')
    return hidden(process, name, `its arguments: ${process.argv.reason}`);
  const setting = apiServerSetting(process, name);
  if (setting === null) return hidden(process, name, 'its arguments are none that it starts with');
  const path = typeof setting.value === 'string' ? setting.value : null;
  return { pid: process.pid, setting, keys: path === null ? null : authorityKeys(process, path) };
}

function hidden(process: ProcessFacts, name: string, because: string): OtherAuthority {
  const origin = { kind: 'process', path: `/proc/${process.pid}/cmdline` } as const;
  return {
    pid: process.pid,
    setting: { name, value: null, origin, overrides: [] },
    keys: { state: 'hidden', because },
  };
}
