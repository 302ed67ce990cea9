import type { K3sSettings } from '../../embedded/k3s/settings.ts';
import type { Plan } from '../planned.ts';
import { isForServer, planFor, plannedWords, withoutRole } from './program.ts';
import type { RancherSet } from './recognise.ts';
import { type Handed, handedByServer } from './variants.ts';

/**
 * K3s with its file: its own arguments and defaults included, as a running one is read. Where the file may be of an
 * agent too, only the kubelet is known: it is started alike on both.
 */
export function plansByK3s(set: RancherSet, settings: K3sSettings): Plan[] {
  const isServer = isForServer(settings);
  return handedByServer(settings).flatMap((handed) => {
    const { name } = handed.component;
    const words = isServer || name === 'kubelet' ? wordsOf(handed) : { unknown: withoutRole(name) };
    return planFor(set, name, settings, { words, open: openIn(handed) });
  });
}

function wordsOf({ component: { name }, words, always }: Handed): Plan['words'] {
  return always ? plannedWords(name, words) : { unknown: NO_DATASTORE };
}

const NO_DATASTORE = 'whether K3s has an etcd of its own its command line and its data decide';

/** Drop-ins lie on the node, and what they leave open shows by itself. */
const NO_SETTINGS = new Set(['config-dir']);

function openIn({ byRelease, byDatastore }: Handed): { settings: string[]; because: string }[] {
  return [
    {
      settings: byRelease.filter((name) => !NO_SETTINGS.has(name)),
      because: 'It depends on the version of K3s, which no file says.',
    },
    {
      settings: [...byDatastore],
      because: 'It depends on where K3s keeps the data of the cluster, which the file does not say.',
    },
  ].filter(({ settings }) => settings.length > 0);
}
