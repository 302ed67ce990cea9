import { NotNow } from '../input.ts';
import type { Met, NeedContext } from './need.ts';

/** A probe of the Pod's own address finds nobody once the component listens on loopback alone. */
export function probesOnLoopback({ pod }: NeedContext): Met {
  if (pod === null)
    return {
      prerequisite: { what: 'No probe asks another address.', seen: 'it runs in no Pod of its own manifest' },
    };
  const hosts = pod.probeHosts;
  const other = hosts.find((host) => host !== '127.0.0.1' && host !== 'localhost');
  if (other !== undefined) {
    throw new NotNow(
      'prerequisite',
      `A probe of the manifest asks ${other === '' ? "the Pod's own address" : other}, where nobody would answer.`,
      'set host: 127.0.0.1 in the probes together with --bind-address=127.0.0.1',
    );
  }
  const seen = hosts.length === 0 ? 'the Pod has no probes' : `host: ${hosts.join(', ')}`;
  return { prerequisite: { what: 'The Pod is probed on loopback.', seen } };
}
