import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { handedOver, parts } from '../../embedded/k3s/arguments.ts';
import type { K3sSettings, Sourced } from '../../embedded/k3s/settings.ts';
import { KUBECONFIG, WHATEVER_IS_UNSET } from '../configurations.ts';
import type { Plan } from '../planned.ts';
import { extraFor, isForServer, planFor, plannedWords, programOf, withoutRole } from './program.ts';
import type { RancherSet } from './recognise.ts';

interface Row {
  name: string;
  /** Switches that keep it from running. */
  off: readonly string[];
  onAgents?: true;
  /** Flags that neither K3s nor RKE2 gives it, or with no other value than it has by default. */
  undisputed?: readonly string[];
  /** Flags without which it would not start; their values are not judged. */
  needed?: Readonly<Record<string, string>>;
}

/**
 * Components of which the files say only some arguments. K3s gives what `embedded/k3s` describes; RKE2 the same and
 * more, compared at one tag each of 1.24, 1.25, 1.27, 1.29, 1.31, 1.33 and 1.36:
 * https://github.com/rancher/rke2/blob/6ce1a8019e9d/pkg/executor/staticpod/staticpod.go
 */
const COMPONENTS: readonly Row[] = [
  {
    name: 'kube-apiserver',
    off: ['disable-apiserver'],
    undisputed: [
      ...['authentication-config', 'authorization-config', 'audit-webhook-config-file'],
      ...['debug-socket-path', 'disable-admission-plugins'],
    ],
    needed: {
      'api-audiences': 'unknown',
      'etcd-servers': 'https://127.0.0.1:2379',
      'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
      'service-account-key-file': '/service.key',
      'service-account-signing-key-file': '/service.current.key',
    },
  },
  {
    name: 'kube-controller-manager',
    off: ['disable-controller-manager'],
    undisputed: ['secure-port'],
  },
  { name: 'kube-scheduler', off: ['disable-scheduler'], undisputed: ['config', 'secure-port'] },
  {
    name: 'kubelet',
    off: ['disable-agent'],
    onAgents: true,
    undisputed: ['config'],
    needed: { kubeconfig: KUBECONFIG },
  },
  { name: 'kube-proxy', off: ['disable-agent', 'disable-kube-proxy'], undisputed: ['config'] },
  { name: 'etcd', off: ['disable-etcd'] },
];

/**
 * What the files themselves set, and nothing of what K3s or RKE2 gives of its own accord: both put their values before
 * those of the user, the last of which counts.
 */
export function plansBySettings(set: RancherSet, settings: K3sSettings): Plan[] {
  const because = whyOpen(set);
  return COMPONENTS.filter(({ off }) => !off.some((key) => settings.isOn(key))).flatMap((row) => {
    const extra = extraFor(row.name, settings);
    const needed = neededBy(row, extra);
    const added = addedTo(extra);
    return planFor(set, row.name, settings, {
      words: wordsOf(row, extra, { needed, isServer: isForServer(settings) }),
      addedBy: 'kubetrue, to read the others',
      unsaid: [WHATEVER_IS_UNSET],
      undisputed: set.base === undefined ? [] : [...(row.undisputed ?? [])],
      because,
      open: [
        { settings: needed.map(([name]) => name), because },
        { settings: added, because: `The files add to what it has of it. ${because}` },
      ].filter((one) => one.settings.length > 0),
    });
  });
}

function whyOpen(set: RancherSet): string {
  if (set.base === undefined)
    return 'The file that this drop-in is laid over decides it, and is not among those given.';
  return `What ${programOf(set)} gives it by itself is not known here.`;
}

interface Around {
  needed: readonly (readonly [string, string])[];
  isServer: boolean;
}

function wordsOf({ name, onAgents }: Row, extra: readonly Sourced[], around: Around): Plan['words'] {
  if (!around.isServer && onAgents !== true) return { unknown: withoutRole(name) };
  if (name === 'etcd') return { unknown: NO_ETCD };
  if (name === 'kubelet' && extra.some(({ value }) => !value.includes('='))) return { unknown: LOST };
  const own = around.needed.map(
    ([flag, value]): SourcedWord => ({ text: `--${flag}=${value}`, origin: { kind: 'program', name: '' } }),
  );
  return plannedWords(name, [...own, ...handedOver(new Map(), extra)]);
}

const NO_ETCD = 'its settings are in a file that is written on the node, which was not looked at';
/** pkg/daemons/agent/agent.go extractConfigArgs of K3s, which RKE2 has it from. */
const LOST =
  'releases from 1.32 on lose the argument behind one without a value, and the version is not known';

function neededBy({ needed = {} }: Row, extra: readonly Sourced[]): [string, string][] {
  const given = new Set(extra.map(({ value }) => parts(value).name));
  return Object.entries(needed).filter(([name]) => !given.has(name));
}

/** Arguments that go behind or before what K3s or RKE2 has by itself. */
function addedTo(extra: readonly Sourced[]): string[] {
  return extra.map(({ value }) => parts(value)).flatMap(({ name, mark }) => (mark === '' ? [] : [name]));
}
