import type { Container } from '../../../model/cluster/workloads.ts';
import type { KernelProperty } from '../../../model/kernel-proofs.ts';
import type { KernelState } from '../../proving/containers-here.ts';
import type { ClusterView } from '../view.ts';
import { addedTo, allowedBy, dropsAll } from '../workloads/capabilities.ts';
import { capabilitiesIn, DEFAULT_CAPABILITIES } from './capability-set.ts';

/** What the kernel shows of one container, as far as a rule is about it; a text says why it shows nothing. */
export type Sight = { lax: boolean; words: string } | string;

export type Look = (state: KernelState, container: Container, view: ClusterView) => Sight;

/** Properties that are one thing to the kernel; security-contexts is several of them. */
export type Single = Exclude<KernelProperty, 'security-contexts'> | 'read-only-roots';

/** How each is looked at. Lax is what the rule does not want. */
export const LOOKS: Readonly<Record<Single, Look>> = {
  'host-process-namespaces': shares('hostPID', 'process namespace'),
  'host-ipc-namespaces': shares('hostIPC', 'IPC namespace'),
  'host-networks': shares('hostNetwork', 'network'),
  'privilege-escalation': ({ noNewPrivileges }) =>
    noNewPrivileges === undefined
      ? 'its NoNewPrivs is not known'
      : { lax: !noNewPrivileges, words: `has NoNewPrivs ${noNewPrivileges ? 1 : 0}` },
  'root-containers': ({ user }) =>
    user === undefined ? 'its user is not known' : { lax: user === 0, words: `runs as user ${user}` },
  'seccomp-profiles': ({ seccomp }) =>
    seccomp === undefined
      ? 'its Seccomp is not known'
      : { lax: seccomp === 0, words: `has Seccomp ${seccomp}${seccomp === 0 ? ', no filter' : ''}` },
  'read-only-roots': ({ readOnlyRoot }) =>
    readOnlyRoot === undefined
      ? 'the mount of its root is not known'
      : {
          lax: !readOnlyRoot,
          words: `has a root file system that is ${readOnlyRoot ? 'read-only' : 'writable'}`,
        },
  'privileged-containers': privileged,
  'raw-sockets': bounded((held) => within(['NET_RAW'], held)),
  'added-capabilities': added,
  'kept-capabilities': bounded((held, container) => {
    const asked = addedTo(container);
    if (asked.includes('ALL') && !container.privileged) return 'it adds ALL and drops ALL';
    return within(
      held.filter((one) => container.privileged || !asked.includes(one)),
      held,
    );
  }),
};

function shares(field: 'hostPID' | 'hostIPC' | 'hostNetwork', what: string): Look {
  return ({ [field]: shared }) => {
    if (shared === undefined) return 'its namespaces may not be read, which takes CAP_SYS_PTRACE';
    return { lax: shared, words: `is ${shared ? '' : 'not '}in the ${what} of the node` };
  };
}

/** A look at the bounding set: a process that is not root has nothing in its effective one. */
function bounded(look: (held: readonly string[], container: Container, view: ClusterView) => Sight): Look {
  return ({ capabilities }, ...rest) =>
    capabilities === undefined
      ? 'its capabilities are not known'
      : look(capabilitiesIn(capabilities), ...rest);
}

/** Whether any of the unwanted is held. */
function within(unwanted: readonly string[], held: readonly string[]): Sight {
  const found = unwanted.filter((one) => held.includes(one));
  return found.length === 0
    ? { lax: false, words: `has ${held.length === 0 ? 'nothing' : shortened(held)} in its bounding set` }
    : { lax: true, words: `has ${shortened(found)} in its bounding set` };
}

const MOST_NAMED = 6;

function shortened(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Nothing but a privileged container has all that the node has, unless it adds what it would not get otherwise. */
function privileged({ capabilities, nodeCapabilities }: KernelState, container: Container): Sight {
  if (capabilities === undefined || nodeCapabilities === undefined) return 'its capabilities are not known';
  const [held, ofNode] = [capabilitiesIn(capabilities), capabilitiesIn(nodeCapabilities)];
  const own = [...addedTo(container), ...DEFAULT_CAPABILITIES];
  if (!container.privileged && (own.includes('ALL') || ofNode.every((one) => own.includes(one))))
    return 'it adds all capabilities that it would not have otherwise, which looks the same';
  const missing = ofNode.filter((one) => !held.includes(one));
  return missing.length === 0
    ? { lax: true, words: 'has every capability of the node in its bounding set' }
    : {
        lax: false,
        words: `has ${held.length} of ${held.length + missing.length} capabilities in its bounding set`,
      };
}

/** What a runtime gives by itself may be configured: beyond its usual defaults only what the spec adds is its adding. */
function added(state: KernelState, container: Container, view: ClusterView): Sight {
  return bounded((held) => {
    if (container.privileged) return 'it is privileged, and so has what it did not add';
    const allowed = allowedBy(view.parameters);
    const usual = dropsAll(container) ? allowed : [...allowed, ...DEFAULT_CAPABILITIES];
    const more = held.filter((one) => !usual.includes(one));
    const asked = addedTo(container);
    const own = more.filter((one) => asked.includes(one) || asked.includes('ALL'));
    if (more.length > 0 && own.length === 0 && !dropsAll(container))
      return `it has ${shortened(more)}, which its runtime may give to all`;
    return within(own.length > 0 ? own : more, held);
  })(state, container, view);
}
