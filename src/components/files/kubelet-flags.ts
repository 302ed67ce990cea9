import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { conventions } from '../kubelet/conventions.ts';
import { kubeletFlags } from '../kubelet/flags.ts';
import { KNOWN_MINORS, minorsOf } from '../kubernetes/minors.ts';
import { readFlags } from '../kubernetes/read-flags.ts';

/** Where a kubelet's command line has its configuration, whatever is there; null when it cannot be read. */
export function kubeletFlagValues(process: ProcessFacts): { config?: string; directory?: string } | null {
  const minors = minorsOf(valueIfPresent(process.version) ?? null);
  const readings = (minors.length > 0 ? minors : KNOWN_MINORS).map((minor) =>
    readFlags(process, kubeletFlags, conventions(minor)),
  );
  const read = readings.findLast((one) => one.outcome === 'read');
  if (read?.outcome !== 'read') return null;
  const text = (name: string) => {
    const value = read.given.get(name)?.value;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [config, directory] = [text('config'), text('config-dir')];
  return { ...(config === undefined ? {} : { config }), ...(directory === undefined ? {} : { directory }) };
}
