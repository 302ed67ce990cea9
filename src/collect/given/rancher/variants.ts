import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { K3S_COMPONENTS, type K3sComponent } from '../../embedded/k3s/components.ts';
import {
  API_SERVER,
  CONTROLLER_MANAGER,
  SCHEDULER,
  SUITES_HANDED_ON,
} from '../../embedded/k3s/control-plane.ts';
import { type Datastore, datastoreBy } from '../../embedded/k3s/datastore.ts';
import type { K3sNode } from '../../embedded/k3s/node.ts';
import { KUBE_PROXY, KUBELET } from '../../embedded/k3s/node-agent.ts';
import { describedReleases } from '../../embedded/k3s/release.ts';
import { DATA_DIRECTORY } from '../../embedded/k3s/resolve.ts';
import type { K3sSettings } from '../../embedded/k3s/settings.ts';

/** What K3s hands to a component whatever decides outside its files, and the flags that this leaves open. */
export interface Handed {
  component: K3sComponent;
  /** Those of the newest release that is described. */
  words: readonly SourcedWord[];
  byRelease: readonly string[];
  byDatastore: readonly string[];
  /** False where only some of the datastores that it may have make it run. */
  always: boolean;
}

const RELEASES = describedReleases([
  ...[...API_SERVER, ...CONTROLLER_MANAGER, ...SCHEDULER, ...KUBELET, ...KUBE_PROXY].flatMap(
    ({ since = [], until = [] }) => [...since, ...until],
  ),
  ...SUITES_HANDED_ON,
]);

/** The components of a server with these settings, tried with every release and datastore that they leave possible. */
export function handedByServer(settings: K3sSettings): Handed[] {
  const stores = datastores(settings);
  const byRelease = RELEASES.flatMap((release) => nodeOf(settings, release, stores[0]));
  const newest = RELEASES.at(-1);
  const byDatastore = newest === undefined ? [] : stores.flatMap((store) => nodeOf(settings, newest, store));
  const [first] = byDatastore;
  if (first === undefined) return [];
  return K3S_COMPONENTS.flatMap((component) => {
    const running = byDatastore.filter((node) => component.runs(node));
    if (running.length === 0) return [];
    return {
      component,
      words: component.words(first),
      byRelease: differing(component, byRelease),
      byDatastore: differing(component, byDatastore),
      always: running.length === byDatastore.length,
    };
  });
}

function nodeOf(
  settings: K3sSettings,
  release: K3sNode['release'],
  datastore: Datastore | undefined,
): K3sNode[] {
  if (datastore === undefined) return [];
  const dataDirectory = settings.text('data-dir')?.value ?? DATA_DIRECTORY;
  return [{ role: 'server', release, settings, dataDirectory, hostname: null, datastore }];
}

/** Without a word on it, K3s has a database of its own, or the etcd that it was once told to have. */
function datastores(settings: K3sSettings): readonly Datastore[] {
  const said = datastoreBy(settings, () => false);
  const isSaid = said.kind === 'etcd' || settings.text('datastore-endpoint') !== null;
  return isSaid ? [said] : [said, datastoreBy(settings, () => true)];
}

/** Flags that not all of the nodes hand over with the same value; what a file of K3s' own is called is no difference. */
function differing(component: K3sComponent, nodes: readonly K3sNode[]): string[] {
  const all = nodes.map((node) => byFlag(component.words(node), node.dataDirectory));
  const names = new Set(all.flatMap((one) => [...one.keys()]));
  return [...names].filter((name) => new Set(all.map((one) => one.get(name))).size > 1).sort();
}

function byFlag(words: readonly SourcedWord[], dataDirectory: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of words) {
    const [name = '', ...value] = text.slice(2).split('=');
    const isOwn = value.join('=').startsWith(`${dataDirectory}/`);
    found.set(name, `${found.get(name) ?? ''}\n${isOwn ? dataDirectory : value.join('=')}`);
  }
  return found;
}
