import { etcdInForce, likeliestConfiguration } from '../../components/etcd/in-force.ts';
import type { Configuration } from '../../components/etcd/reading.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { NotNow } from './input.ts';

/** What an etcd process runs with, from whatever source. Throws NotNow when it cannot be told. */
export function etcdConfiguration(process: ProcessFacts): Configuration {
  const configuration = likeliestConfiguration(etcdInForce(process));
  if (configuration !== null) return configuration;
  throw new NotNow('refused', `What etcd (pid ${process.pid}) runs with cannot be told.`);
}

/** A setting of etcd by its flag's name, as in force. */
export function etcdSetting(process: ProcessFacts, name: string): SettingValue {
  return etcdConfiguration(process).settings.get(name)?.value ?? null;
}

/** The same where a text is expected; null when it is not set. */
export function etcdText(process: ProcessFacts, name: string): string | null {
  const value = etcdSetting(process, name);
  return typeof value === 'string' && value !== '' ? value : null;
}
