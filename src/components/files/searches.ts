import type { NoNodeFile } from '../../model/node-files.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { ADMIN_KUBECONFIGS, AZURE_JSON, habitualPaths } from './habits.ts';
import { kubeletFlagValues } from './kubelet-flags.ts';
import { manifestsOf } from './manifest-places.ts';
import { namedBy, notHere } from './named-paths.ts';
import { pkiPlaces } from './pki-places.ts';
import { hidden, type NodeView, none, type Place, type Search } from './place.ts';

/** Below it the kubelet keeps the volumes of Pods. */
const POD_VOLUMES = /\/pods\/[^/]+\/volumes\/|\/var\/run\/secrets\//;

/** How the files of each group are found on a node. */
export const SEARCHES: Readonly<Record<string, Search>> = {
  'apiserver-manifest': (view) => manifestsOf(view, 'apiserver-manifest', 'kube-apiserver'),
  'kcm-manifest': (view) => manifestsOf(view, 'kcm-manifest', 'kube-controller-manager'),
  'scheduler-manifest': (view) => manifestsOf(view, 'scheduler-manifest', 'kube-scheduler'),
  'etcd-manifest': (view) => manifestsOf(view, 'etcd-manifest', 'etcd'),
  cni: cniPlaces,
  'etcd-datadir': (view) => namedBy(view, 'etcd-datadir', 'etcd', ['data-dir']),
  'admin-kubeconfig': adminKubeconfigs,
  'scheduler-kubeconfig': (view) =>
    namedBy(view, 'scheduler-kubeconfig', 'kube-scheduler', KUBECONFIG_SETTINGS),
  'kcm-kubeconfig': (view) => namedBy(view, 'kcm-kubeconfig', 'kube-controller-manager', KUBECONFIG_SETTINGS),
  pki: (view) => pkiPlaces(view, 'pki'),
  'kubelet-service': kubeletUnits,
  'proxy-kubeconfig': proxyKubeconfig,
  'kubelet-kubeconfig': (view) => namedBy(view, 'kubelet-kubeconfig', 'kubelet', ['kubeconfig']),
  'kubelet-client-ca': (view) => namedBy(view, 'kubelet-client-ca', 'kubelet', ['client-ca-file']),
  'kubelet-config': kubeletConfigs,
  'azure-json': (view) =>
    habitual('azure-json', [AZURE_JSON], 'the cloud provider configuration of AKS', view),
};

/** One and the same file in most installations. */
const KUBECONFIG_SETTINGS = ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'];

function cniPlaces({ cni, cniHidden }: NodeView): readonly Place[] | NoNodeFile {
  if (cniHidden !== null) return hidden('cni', cniHidden);
  if (cni.length === 0) return none('cni', 'No container runtime that uses CNI runs on this node.');
  return cni.map(({ path, because, named }) => ({
    group: 'cni',
    path,
    pid: null,
    extent: 'tree',
    because,
    named,
  }));
}

function adminKubeconfigs(view: NodeView): readonly Place[] {
  const paths = habitualPaths(ADMIN_KUBECONFIGS, view);
  return habitual('admin-kubeconfig', paths, "where installers put an administrator's kubeconfig", view);
}

function habitual(
  group: string,
  paths: readonly string[],
  because: string,
  _view: NodeView,
): readonly Place[] {
  return paths.map((path) => ({ group, path, pid: null, extent: 'file', because, named: false }));
}

function kubeletUnits(view: NodeView): readonly Place[] | NoNodeFile {
  const group = 'kubelet-service';
  const kubelet = view.processes.find(({ component }) => component === 'kubelet');
  if (kubelet === undefined) return notHere(view, group, 'kubelet');
  if (kubelet.inside !== undefined)
    return none(group, `The kubelet runs inside ${kubelet.inside} and has no unit of its own.`);
  if (view.kubeletUnits.length === 0 && view.unitsHidden !== null) return hidden(group, view.unitsHidden);
  if (view.kubeletUnits.length === 0)
    return none(group, 'No systemd unit of the kubelet was found: something else starts it.');
  const because = 'a systemd unit file of the kubelet';
  return view.kubeletUnits.map((path) => ({ group, path, pid: null, extent: 'file', because, named: true }));
}

/** Named by the command line alone, so it is known even where the file itself is broken or gone. */
function kubeletConfigs(view: NodeView): readonly Place[] | NoNodeFile {
  const group = 'kubelet-config';
  const kubelets = view.processes.filter(({ component }) => component === 'kubelet');
  if (kubelets.length === 0) return notHere(view, group, 'kubelet');
  const named = kubelets.map((process) => ({ process, flags: kubeletFlagValues(process) }));
  const unknown = named.find(({ flags }) => flags === null);
  if (unknown !== undefined)
    return hidden(group, `The arguments of the kubelet (pid ${unknown.process.pid}) are not known.`);
  const places = named.flatMap(({ process, flags }) => configPlaces(group, process, flags ?? {}));
  if (places.length > 0) return places;
  const inside = kubelets[0]?.inside;
  return none(
    group,
    inside === undefined
      ? 'The kubelet has no configuration file: it runs by its flags alone.'
      : `The kubelet runs inside ${inside}, which gives it no configuration file.`,
  );
}

function configPlaces(
  group: string,
  { pid }: ProcessFacts,
  { config, directory }: { config?: string; directory?: string },
): Place[] {
  const because = (name: string) => `${name} of kubelet (pid ${pid})`;
  return [
    ...(config
      ? [{ group, path: config, pid, extent: 'file', because: because('config'), named: true } as const]
      : []),
    ...(directory
      ? [
          {
            group,
            path: directory,
            pid,
            extent: 'tree',
            because: because('config-dir'),
            named: true,
          } as const,
        ]
      : []),
  ];
}

/** A kubeconfig out of a ConfigMap lies in a volume that the kubelet makes anew for each Pod. */
function proxyKubeconfig(view: NodeView): readonly Place[] | NoNodeFile {
  const group = 'proxy-kubeconfig';
  const found = namedBy(view, group, 'kube-proxy', ['kubeconfig']);
  if (!Array.isArray(found)) return found as NoNodeFile;
  const places = found as readonly Place[];
  const ofNode = places.filter((place) => !isPodVolume(view, place));
  if (ofNode.length > 0) return ofNode;
  if (places.some((place) => isUnlocated(view, place)))
    return hidden(group, 'Where the kubeconfig of kube-proxy lies on the host could not be told.');
  return none(
    group,
    `kube-proxy takes its kubeconfig ${places[0]?.path} from a volume of its Pod (a ConfigMap or Secret), not from a file of the node.`,
  );
}

function isPodVolume(view: NodeView, place: Place): boolean {
  const fact = factOf(view, place);
  if (POD_VOLUMES.test(place.path)) return true;
  return fact?.state === 'present' && fact.value.hostPath !== null && POD_VOLUMES.test(fact.value.hostPath);
}

function isUnlocated(view: NodeView, place: Place): boolean {
  return factOf(view, place)?.state === 'unreadable';
}

/** Several components may share a process. */
function factOf({ processes }: NodeView, { path, pid }: Place): ProcessFacts['files'][string] | undefined {
  return processes.find((one) => one.pid === pid && one.files[path] !== undefined)?.files[path];
}
