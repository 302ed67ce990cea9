import { etcd } from '../../components/etcd/index.ts';
import { kubeApiserver } from '../../components/kube-apiserver/index.ts';
import { kubeControllerManager } from '../../components/kube-controller-manager/index.ts';
import { kubeProxy } from '../../components/kube-proxy/index.ts';
import { kubeScheduler } from '../../components/kube-scheduler/index.ts';
import { kubelet } from '../../components/kubelet/index.ts';
import type { GoValue } from '../config/go-value.ts';
import { KUBECONFIG, KUBELET_ELSEWHERE } from './configurations.ts';
import { bytesOf, type GivenDocument } from './documents.ts';
import {
  type Argument,
  apiServerArguments,
  controllerManagerArguments,
  etcdArguments,
  etcdMinorFor,
  type KubeadmFacts,
  kubeletDefaults,
  schedulerArguments,
  UNKNOWN_ADDRESS,
} from './kubeadm-arguments.ts';
import { type Mount, mountOf, type Plan, type PlannedWord } from './planned.ts';
import { at, itemsAt, mapAt, textAt } from './values.ts';

const CONFIG = '/var/lib/kubelet/config.yaml';
const PROXY_CONFIG = '/var/lib/kube-proxy/config.conf';

/** Documents of one file that kubeadm reads together. */
interface Stream {
  cluster: GivenDocument | undefined;
  init: GivenDocument | undefined;
  join: GivenDocument | undefined;
  kubelet: GivenDocument | undefined;
  proxy: GivenDocument | undefined;
  version: string | null;
}

/** Whether kubeadm is what reads these documents of one file. */
export function isKubeadmStream(documents: readonly GivenDocument[]): boolean {
  return documents.some(({ apiVersion }) => apiVersion.startsWith('kubeadm.k8s.io/'));
}

/** What kubeadm would start on a node with these documents of one file, its own arguments and defaults included. */
export function kubeadmPlans(documents: readonly GivenDocument[]): Plan[] {
  const of = (kind: GivenDocument['kind']) => documents.find((one) => one.kind === kind);
  const cluster = of('ClusterConfiguration');
  const named = /^v?(\d+\.\d+(?:\.\d+)?)/.exec(textAt(cluster?.value, 'kubernetesVersion'))?.[1];
  const stream: Stream = {
    cluster,
    init: of('InitConfiguration'),
    join: of('JoinConfiguration'),
    kubelet: of('KubeletConfiguration'),
    proxy: of('KubeProxyConfiguration'),
    version: named ?? null,
  };
  const head = stream.cluster ?? stream.init;
  return [
    ...(head === undefined
      ? []
      : [...controlPlane(stream, head), kubeletOf(stream, stream.init, head), proxyOf(stream, head)]),
    ...(stream.join === undefined ? [] : [kubeletOf(stream, stream.join, stream.join)]),
  ];
}

function controlPlane(stream: Stream, head: GivenDocument): Plan[] {
  const facts = factsOf(stream);
  const local = mapAt(stream.cluster?.value, 'etcd', 'external') === undefined;
  return [
    componentPlan(stream, head, kubeApiserver, ['apiServer'], apiServerArguments(facts)),
    componentPlan(
      stream,
      head,
      kubeControllerManager,
      ['controllerManager'],
      controllerManagerArguments(facts),
    ),
    componentPlan(stream, head, kubeScheduler, ['scheduler'], schedulerArguments(facts)),
    ...(local ? [componentPlan(stream, head, etcd, ['etcd', 'local'], etcdArguments(facts))] : []),
  ];
}

function factsOf({ cluster, init, version }: Stream): KubeadmFacts {
  const text = (fallback: string, ...path: string[]) => textAt(cluster?.value, ...path) || fallback;
  const external = mapAt(cluster?.value, 'etcd', 'external');
  const endpoint = mapAt(init?.value, 'localAPIEndpoint');
  const port = at(endpoint, 'bindPort');
  return {
    minor: minorOf(version),
    address: textAt(endpoint, 'advertiseAddress') || UNKNOWN_ADDRESS,
    port: port?.type === 'number' && port.value > 0 ? port.value : 6443,
    nodeName: textAt(init?.value, 'nodeRegistration', 'name') || 'node',
    pki: pkiOf(cluster),
    serviceSubnet: text('10.96.0.0/12', 'networking', 'serviceSubnet'),
    podSubnet: text('', 'networking', 'podSubnet'),
    dnsDomain: text('cluster.local', 'networking', 'dnsDomain'),
    clusterName: text('kubernetes', 'clusterName'),
    dataDirectory: text('/var/lib/etcd', 'etcd', 'local', 'dataDir'),
    externalEtcd:
      external === undefined
        ? null
        : {
            endpoints: itemsAt(external, 'endpoints').flatMap((one) =>
              one.type === 'string' ? [one.value] : [],
            ),
            caFile: textAt(external, 'caFile'),
            certFile: textAt(external, 'certFile'),
            keyFile: textAt(external, 'keyFile'),
          },
  };
}

function pkiOf(cluster: Stream['cluster']): string {
  return textAt(cluster?.value, 'certificatesDir') || '/etc/kubernetes/pki';
}

function minorOf(version: string | null): number | null {
  return version === null ? null : Number(version.split('.')[1]);
}

/**
 * Configurations that only older versions of kubeadm read (v1beta1 up to 1.21, v1beta2 from 1.15 to 1.26): the fields
 * are those of v1beta3, and what kubeadm gave besides them changed. cmd/kubeadm/app/apis/kubeadm/v1beta2/types.go
 */
function undescribed({ version }: Stream, head: GivenDocument): { unknown: string } | null {
  if (!/\/v1beta[12]$/.test(head.apiVersion)) return null;
  const minor = minorOf(version);
  if (minor === null)
    return { unknown: 'what kubeadm gives it depends on kubernetesVersion, which is not set' };
  return minor < 18 ? { unknown: 'what kubeadm before 1.18 gives it is not described here' } : null;
}

/** Patches are files of the host that kubeadm lays over what it makes. */
function patched(node: GivenDocument | undefined): { unknown: string } | null {
  const directory = textAt(node?.value, 'patches', 'directory');
  return directory === ''
    ? null
    : {
        unknown: `kubeadm lays the patches in ${directory} over it, which lie on the host that this will run on`,
      };
}

function componentPlan(
  stream: Stream,
  head: GivenDocument,
  component: Plan['component'],
  section: readonly string[],
  own: readonly Argument[],
): Plan {
  const { cluster, init, version } = stream;
  const extra = extraArguments(at(cluster?.value, ...section, 'extraArgs'));
  const tag = /^v?(\d+\.\d+\.\d+)/.exec(textAt(cluster?.value, ...section, 'imageTag'))?.[1];
  return {
    component,
    planned: {
      path: head.path,
      line: lineOf(cluster, section) ?? head.line,
      what: `kubeadm’s ${component.name}`,
      form: { kind: 'kubeadm', section: [...section] },
      unsaid: [],
      ...openIn(extra),
    },
    words: patched(init) ??
      undescribed(stream, head) ?? [{ text: component.name, line: null }, ...wordsOf(own, extra)],
    environment: environmentIn(at(cluster?.value, ...section)),
    version: component.name === 'etcd' ? (tag ?? etcdMinorFor(version)) : version,
    addedBy: 'kubeadm',
    files: [],
    mounts: mountsOf(at(cluster?.value, ...section), pkiOf(cluster)),
  };
}

/**
 * Directories of the node that kubeadm mounts: its keys, and what the user adds.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/phases/controlplane/volumes.go
 */
function mountsOf(section: GoValue | undefined, pki: string): Mount[] {
  const extra = itemsAt(section, 'extraVolumes').map((volume) =>
    mountOf(textAt(volume, 'mountPath'), textAt(volume, 'hostPath')),
  );
  return [mountOf(pki, pki), ...extra];
}

function lineOf(document: GivenDocument | undefined, section: readonly string[]): number | null {
  const [first = '', ...rest] = section;
  const parent = rest.length === 0 ? document?.value : mapAt(document?.value, first);
  return parent?.entries.get(rest[0] ?? first)?.line ?? null;
}

interface Extra extends PlannedWord {
  name: string;
}

/** A map of names to values up to v1beta3, a list of both from v1beta4 on. */
function extraArguments(value: GoValue | undefined): Extra[] {
  if (value?.type === 'map') {
    return [...value.entries].map(([name, { value: one, line }]) => ({
      name,
      text: `--${name}=${scalar(one)}`,
      line,
    }));
  }
  if (value?.type !== 'list') return [];
  return value.items.map((item) => {
    const name = textAt(item, 'name');
    return {
      name,
      text: `--${name}=${scalar(at(item, 'value'))}`,
      line: at(item, 'name')?.line ?? item.line,
    };
  });
}

/** Values that are put in before kubeadm reads them: by cloud-init (Jinja), by envsubst. */
const TEMPLATE = /\{\{|\$\{/;

function openIn(extra: readonly Extra[]): Pick<Plan['planned'], 'open'> {
  const settings = extra.flatMap(({ name, text }) => (TEMPLATE.test(text) ? [name] : []));
  const because = 'Its value is a template that is not rendered.';
  return settings.length === 0 ? {} : { open: [{ settings, because }] };
}

function scalar(value: GoValue | undefined): string {
  return value === undefined || value.type === 'null' || value.type === 'map' || value.type === 'list'
    ? ''
    : String(value.value);
}

/**
 * Own arguments give way to extra ones of the same name, and all are sorted by name:
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/util/arguments.go ArgumentsToCommand
 */
function wordsOf(own: readonly Argument[], extra: readonly Extra[]): PlannedWord[] {
  const overridden = new Set(extra.map(({ name }) => name));
  const kept = own
    .filter(
      ({ name }) =>
        !overridden.has(name) && !(name === 'authorization-mode' && overridden.has('authorization-config')),
    )
    .map(({ name, value }): Extra => ({ name, text: `--${name}=${value}`, line: null }));
  return [...kept, ...extra]
    .sort((left, right) => (left.name < right.name ? -1 : Number(left.name > right.name)))
    .map(({ text, line }) => ({ text, line }));
}

function environmentIn(section: GoValue | undefined): Plan['environment'] {
  const found = new Map<string, string>();
  for (const item of itemsAt(section, 'extraEnvs')) {
    const name = textAt(item, 'name');
    if (mapAt(item, 'valueFrom') !== undefined) return { unknown: `kubeadm takes ${name} from elsewhere` };
    found.set(name, textAt(item, 'value'));
  }
  return found;
}

function kubeletOf(stream: Stream, node: GivenDocument | undefined, head: GivenDocument): Plan {
  const extra = extraArguments(at(node?.value, 'nodeRegistration', 'kubeletExtraArgs'));
  const known =
    stream.kubelet !== undefined || stream.cluster !== undefined || node?.kind === 'InitConfiguration';
  const added = known
    ? kubeletDefaults(factsOf(stream)).filter(({ key }) => at(stream.kubelet?.value, ...key) === undefined)
    : [];
  const where = stream.kubelet ?? head;
  return {
    component: kubelet,
    planned: {
      path: where.path,
      line: where.line,
      form: { kind: 'kubeadm', section: [] },
      what: `kubeadm’s kubelet${node?.kind === 'JoinConfiguration' ? ' of a node that joins' : ''}`,
      unsaid: KUBELET_ELSEWHERE.filter(
        (name) => !extra.some((one) => name.startsWith(one.name.slice(0, 17))),
      ),
      because: 'Kubeadm and the unit of the kubelet decide it on the node.',
      ...openIn(extra),
    },
    words: patched(node) ?? [
      { text: 'kubelet', line: null },
      { text: `--config=${CONFIG}`, line: null },
      { text: `--kubeconfig=${KUBECONFIG}`, line: null },
      ...wordsOf(added, extra),
    ],
    environment: new Map(),
    version: stream.version,
    addedBy: 'kubeadm',
    files: known ? [{ named: CONFIG, ...fileOf(stream.kubelet, head, KUBELET_HEAD) }] : [],
  };
}

function proxyOf(stream: Stream, head: GivenDocument): Plan {
  const where = stream.proxy ?? head;
  return {
    component: kubeProxy,
    planned: {
      path: where.path,
      line: where.line,
      what: 'kubeadm’s kube-proxy',
      form: { kind: 'kubeadm', section: [] },
      unsaid: [],
    },
    words: [
      { text: 'kube-proxy', line: null },
      { text: `--config=${PROXY_CONFIG}`, line: null },
    ],
    environment: new Map(),
    version: stream.version,
    addedBy: 'kubeadm',
    files: [{ named: PROXY_CONFIG, ...fileOf(stream.proxy, head, PROXY_HEAD) }],
  };
}

const KUBELET_HEAD = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const PROXY_HEAD = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n';

/** The document, or the one that kubeadm makes where there is none. */
function fileOf(
  document: GivenDocument | undefined,
  head: GivenDocument,
  made: string,
): { path: string; bytes: Buffer } {
  return document === undefined
    ? { path: head.path, bytes: Buffer.from(made, 'utf8') }
    : { path: document.path, bytes: bytesOf(document) };
}
