import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { minorsOf } from '../kubernetes/minors.ts';
import { readCommandLine } from './command-line.ts';

/**
 * One flag of an API server for rules about other components, whatever else may be wrong with its arguments: as the
 * newest version that it may be parses it. Null when no version does.
 */
export function apiServerSetting(process: ProcessFacts, name: string): EffectiveSetting | null {
  const lines = minorsOf(valueIfPresent(process.version) ?? null).map((minor) =>
    readCommandLine(process, minor),
  );
  const line = lines.findLast((one) => one.outcome === 'read');
  return line?.outcome === 'read' ? line.flag(name) : null;
}
