import type { Namespace } from '../../../model/cluster/objects.ts';
import type { EffectiveSetting } from '../../effective-setting.ts';
import { apiServerSettings } from '../api-servers.ts';
import { serverMinor } from '../server-minor.ts';
import type { ClusterView } from '../view.ts';
import type { Certainty } from './certainty.ts';

/** What the API server does with Pod Security labels, as far as this node shows. */
export interface PodSecurity {
  /** `unknown`: it may be off, or exempt namespaces. */
  plugin: 'on' | 'off' | 'unknown';
  /** Level enforced where a namespace has no label; null: not known. */
  enforce: string | null;
  exemptNamespaces: readonly string[];
  /** Controllers that make Pods for others and whose Pods are let in: who may write a Deployment is then let in too. */
  exemptControllers: readonly string[];
  /** Other users, and runtime classes, whose Pods are let in. */
  otherExempt: readonly string[];
  /** For a reader. */
  because: string;
}

/** Reads the API servers of this node, of which the laxest counts; where none runs, its version says what is in force. */
export function podSecurityOf(view: ClusterView): PodSecurity {
  const levels = apiServerSettings(view.snapshot, 'pod-security-enforce');
  if (levels.length === 0) return byVersion(view);
  const known = levels.filter((one) => one !== null);
  if (known.length < levels.length) return UNREADABLE;
  const listed = (name: string) =>
    apiServerSettings(view.snapshot, `pod-security-exempt-${name}`).flatMap(listOf);
  const [exempt, users] = [listed('namespaces'), listed('users')];
  const laxest = known.toSorted((left, right) => rank(left) - rank(right))[0];
  const level = typeof laxest?.value === 'string' ? laxest.value : 'privileged';
  if (level === 'off') return { ...OFF, because: 'The PodSecurity plug-in is switched off.' };
  return {
    plugin: 'on',
    enforce: level,
    exemptNamespaces: exempt,
    exemptControllers: users.filter((user) => CONTROLLER.test(user)),
    otherExempt: [...users.filter((user) => !CONTROLLER.test(user)), ...listed('runtime-classes')],
    because: `${level} where a namespace says nothing${exempt.length === 0 ? '' : `, exempt: ${exempt.join(', ')}`}`,
  };
}

/** Accounts of the controllers that make Pods. cmd/kube-controller-manager/names */
const CONTROLLER =
  /^system:serviceaccount:kube-system:(?:replicaset|replication|statefulset|daemon-set|job)-controller$|^system:kube-controller-manager$/;

const NOT_EXEMPT = { exemptNamespaces: [], exemptControllers: [], otherExempt: [] } as const;
const NOT_SEEN = { enforce: 'privileged', ...NOT_EXEMPT } as const;
const OFF = { ...NOT_SEEN, plugin: 'off' } as const;
const UNREADABLE: PodSecurity = {
  plugin: 'unknown',
  enforce: null,
  ...NOT_EXEMPT,
  because: 'An API server on this node could not be read.',
};

/** The first minor with the plug-in on by default; in 1.22 it waits for a gate. pkg/features/kube_features.go PodSecurity */
const FIRST = 23;

function byVersion({ facts }: ClusterView): PodSecurity {
  const { least, most } = serverMinor(facts);
  const unseen = 'No API server on this node could be read';
  if (most < FIRST)
    return { ...OFF, because: `Kubernetes 1.${most} has no PodSecurity plug-in that is on by default.` };
  if (least < FIRST)
    return {
      ...NOT_SEEN,
      plugin: 'unknown',
      because: `${unseen}, nor its version, so its PodSecurity plug-in may be off.`,
    };
  return {
    ...NOT_SEEN,
    plugin: 'on',
    because: `${unseen}; its PodSecurity plug-in is taken to be on, as it is by default.`,
  };
}

const ORDER = ['off', 'privileged', 'baseline', 'restricted'];

function rank({ value }: EffectiveSetting): number {
  return ORDER.indexOf(String(value));
}

function listOf(setting: EffectiveSetting | null): string[] {
  return Array.isArray(setting?.value) ? setting.value : [];
}

const STRICT = new Set(['baseline', 'restricted']);

/**
 * Whether the plug-in refuses Pods of a namespace. Whom it lets in beside is shown as evidence, but for controllers:
 * nearly all Pods are made by one.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/#exemptions
 */
export function isHeldBy(security: PodSecurity, { name, podSecurity }: Namespace): Certainty {
  const level = podSecurity.enforce ?? security.enforce;
  if (security.plugin === 'off' || security.exemptNamespaces.includes(name)) return 'no';
  if (level !== null && !STRICT.has(level)) return 'no';
  if (security.exemptControllers.length > 0) return 'no';
  return security.plugin === 'on' && level !== null ? 'yes' : 'maybe';
}

/** Why it does not. */
export function looseness(security: PodSecurity, { name, podSecurity }: Namespace): string {
  const { enforce } = podSecurity;
  const [controller] = security.exemptControllers;
  if (security.plugin === 'off') return `labels for Pod Security have no effect. ${security.because}`;
  if (security.exemptNamespaces.includes(name)) return 'the admission configuration exempts it.';
  if (controller !== undefined && STRICT.has(enforce ?? security.enforce ?? ''))
    return `the admission configuration exempts ${controller}, so that Pods which it makes are not judged.`;
  if (enforce === undefined)
    return 'it has no pod-security.kubernetes.io/enforce label, and no engine judges Pods.';
  return `pod-security.kubernetes.io/enforce is ${enforce}, which refuses nothing.`;
}
