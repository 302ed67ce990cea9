import { CLUSTER_KINDS, DEFAULT_NAMESPACE_KINDS } from '../../model/cluster/kinds.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import type { Place } from '../../model/given-files.ts';
import { factsFrom } from '../cluster/facts.ts';
import type { Kept } from '../cluster/kept.ts';
import { isRaw, type Raw, rawOf, rawsOf, textOf } from '../cluster/raw.ts';
import { podSpecOf } from '../cluster/reduce/pod-spec.ts';
import { newStore, type Store } from '../cluster/store.ts';
import { controllerOf } from '../cluster/workloads/owner.ts';
import type { Templated } from '../cluster/workloads/templates.ts';
import { absent } from '../facts.ts';
import { podIn } from './containers.ts';
import type { GivenDocument } from './documents.ts';
import { itemsAt, mapAt, plain, textAt } from './values.ts';

type ObjectKind = Exclude<
  GivenDocument['kind'],
  | 'KubeletConfiguration'
  | 'KubeProxyConfiguration'
  | 'KubeSchedulerConfiguration'
  | 'ClusterConfiguration'
  | 'InitConfiguration'
  | 'JoinConfiguration'
  | 'TalosConfiguration'
>;

/** Where objects of each kind are kept; Pods apart. */
const STORES = {
  ReplicationController: 'replicationcontrollers',
  Namespace: 'namespaces',
  ServiceAccount: 'serviceAccounts',
  Service: 'services',
  Deployment: 'deployments',
  DaemonSet: 'daemonsets',
  StatefulSet: 'statefulsets',
  ReplicaSet: 'replicasets',
  Job: 'jobs',
  CronJob: 'cronjobs',
  Role: 'roles',
  ClusterRole: 'clusterRoles',
  RoleBinding: 'roleBindings',
  ClusterRoleBinding: 'clusterRoleBindings',
  NetworkPolicy: 'networkPolicies',
} as const satisfies Record<Exclude<ObjectKind, 'Pod'>, keyof Store>;

const WITHOUT_NAMESPACE: ReadonlySet<string> = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding']);

/** Whether a document is an object of a cluster. */
export function isObject({ kind }: GivenDocument): boolean {
  return kind === 'Pod' || Object.hasOwn(STORES, kind);
}

/** Objects of files, reduced one by one as they are read: a repository may hold thousands. */
export class GivenObjects {
  readonly #store = newStore();
  readonly #pods: Templated[] = [];
  readonly #places = new Map<string, Place[]>();
  #patches = 0;

  add(document: GivenDocument): void {
    if (!isWhole(document)) {
      this.#patches += 1;
      return;
    }
    const name = nameIn(document);
    const place = { path: document.path, line: document.line };
    this.#places.set(name, [...(this.#places.get(name) ?? []), place]);
    take(document, this.#store, this.#pods);
  }

  /** As a cluster that holds them and nothing else; undefined where there are none. What is missing proves nothing. */
  cluster(): ClusterFacts | undefined {
    if (this.#places.size === 0) return undefined;
    const facts = factsFrom(heading(this.#places.size), this.#store, [], this.#pods);
    return { ...facts, places: firstPlaces(this.#places) };
  }

  /** What a reader should know of them, a sentence each. */
  notes(): string[] {
    return [...partsNote(this.#patches), ...[...this.#places].flatMap(repeatedNote)];
  }
}

function partsNote(count: number): string[] {
  if (count === 0) return [];
  const are = count === 1 ? '1 object is' : `${count} objects are`;
  return [
    `${are} only part of one (no image or no selector), as patches of Kustomize are: judge the output of kustomize build.`,
  ];
}

/** A repository of many clusters has the same static Pods for each. */
const MOST_PLACES = 3;

function repeatedNote([name, list]: readonly [string, readonly Place[]]): string[] {
  if (list.length < 2) return [];
  const shown = list.slice(0, MOST_PLACES).map(({ path, line }) => `${path}:${line}`);
  const more = list.length - shown.length;
  const where = [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [`${name} is there ${list.length} times (${where}); each is judged.`];
}

const LISTED = [...CLUSTER_KINDS, ...DEFAULT_NAMESPACE_KINDS.map((kind) => `${kind} (default)`)].sort();

function heading(count: number): Pick<ClusterFacts, 'server' | 'access' | 'version' | 'kinds'> {
  return {
    server: 'objects in the files',
    access: { source: 'files', credentials: 'none', notes: [] },
    version: absent({ kind: 'api', resource: 'version' }),
    kinds: Object.fromEntries(LISTED.map((kind) => [kind, { state: 'listed', count }])),
  };
}

/** A patch of Kustomize names an object and holds a part of it: what it lacks is set elsewhere. */
function isWhole(document: GivenDocument): boolean {
  const pod = podIn(document);
  const { kind, value } = document;
  if (pod === undefined) return !Object.keys(TEMPLATED).includes(kind);
  const containers = itemsAt(pod, 'containers');
  const named = containers.length > 0 && containers.every((one) => textAt(one, 'image') !== '');
  return named && (TEMPLATED[kind] !== 'selected' || mapAt(value, 'spec', 'selector') !== undefined);
}

/** Kinds that make Pods, and whether they must select them. */
const TEMPLATED: Readonly<Record<string, 'selected' | 'free'>> = {
  Pod: 'free',
  Job: 'free',
  CronJob: 'free',
  ReplicationController: 'free',
  Deployment: 'selected',
  DaemonSet: 'selected',
  StatefulSet: 'selected',
  ReplicaSet: 'selected',
};

function nameIn({ kind, value }: GivenDocument): string {
  const namespace = WITHOUT_NAMESPACE.has(kind) ? '' : textAt(value, 'metadata', 'namespace');
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${textAt(value, 'metadata', 'name')}`;
}

function firstPlaces(places: ReadonlyMap<string, readonly Place[]>): Record<string, Place> {
  return Object.fromEntries(
    [...places].flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])),
  );
}

function take(document: GivenDocument, store: Store, pods: Templated[]): void {
  const raw = completed(document.kind, rawOf(plain(document.value)));
  if (document.kind === 'Pod') {
    const controller = controllerOf(raw);
    const metadata = rawOf(raw.metadata);
    const owner = {
      namespace: textOf(metadata.namespace),
      group: '',
      kind: 'Pod',
      name: textOf(metadata.name),
    };
    const spec = store.specs.intern(podSpecOf(rawOf(raw.spec), metadata)) ?? undefined;
    pods.push({ owner, controller, spec, finished: false });
    return;
  }
  if (!isStored(document.kind)) return;
  const kept: Pick<Kept<unknown>, 'take' | 'commit'> = store[STORES[document.kind]];
  kept.take(raw);
  kept.commit();
}

function isStored(kind: string): kind is keyof typeof STORES {
  return Object.hasOwn(STORES, kind);
}

/** What the API server fills in and the reducers go by. */
function completed(kind: string, object: Raw): Raw {
  if (kind === 'NetworkPolicy') return withDirections(object);
  const spec = rawOf(object.spec);
  if (kind === 'Pod') return { ...object, spec: withPorts(spec) };
  if (kind === 'CronJob') {
    const job = rawOf(spec.jobTemplate);
    return { ...object, spec: { ...spec, jobTemplate: { ...job, spec: withTemplate(rawOf(job.spec)) } } };
  }
  return isRaw(spec.template) ? { ...object, spec: withTemplate(spec) } : object;
}

function withTemplate(spec: Raw): Raw {
  const template = rawOf(spec.template);
  return { ...spec, template: { ...template, spec: withPorts(rawOf(template.spec)) } };
}

/** In the network of the host every port is one: pkg/apis/core/v1/defaults.go setDefaultHostPorts. */
function withPorts(pod: Raw): Raw {
  const account = pod.serviceAccountName ?? pod.serviceAccount;
  const named = account === undefined ? pod : { ...pod, serviceAccountName: account };
  if (pod.hostNetwork !== true) return named;
  const opened = (list: unknown) =>
    rawsOf(list).map((container) => ({
      ...container,
      ports: rawsOf(container.ports).map((port) => ({ hostPort: port.containerPort, ...port })),
    }));
  return { ...named, containers: opened(pod.containers), initContainers: opened(pod.initContainers) };
}

/** pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy */
function withDirections(object: Raw): Raw {
  const spec = rawOf(object.spec);
  if (Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0) return object;
  const egress = rawsOf(spec.egress).length > 0 ? ['Egress'] : [];
  return { ...object, spec: { ...spec, policyTypes: ['Ingress', ...egress] } };
}
