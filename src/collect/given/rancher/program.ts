import { components } from '../../../components/index.ts';
import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { K3S_FLAGS } from '../../embedded/k3s/flags.ts';
import { isServerKey } from '../../embedded/k3s/keys.ts';
import type { K3sSettings, Sourced } from '../../embedded/k3s/settings.ts';
import { KUBELET_ELSEWHERE } from '../configurations.ts';
import type { Plan, PlannedWord } from '../planned.ts';
import type { RancherSet } from './recognise.ts';

/** The name of what reads the files. */
export function programOf({ product }: Pick<RancherSet, 'product'>): string {
  return product === null ? 'K3s or RKE2' : product === 'k3s' ? 'K3s' : 'RKE2';
}

const POSSESSIVE = { k3s: 'K3s’', rke2: 'RKE2’s' } as const;

/** Whether a key is set that only servers have; a file without one may be of a server or of an agent. */
export function isForServer(settings: K3sSettings): boolean {
  return [...K3S_FLAGS.keys()].some((name) => isServerKey(name) && settings.list(name).length > 0);
}

/** Why what a component starts with is not known, where the file may be of a server or of an agent. */
export function withoutRole(component: string): string {
  return component === 'kube-proxy'
    ? 'whether kube-proxy runs on an agent its servers decide, and whether this is one no key says'
    : 'whether it is a server or an agent that reads the file no key says: its command line decides';
}

/** The user's arguments for a component. */
export function extraFor(component: string, settings: K3sSettings): readonly Sourced[] {
  return component === 'kube-controller-manager'
    ? settings.list('kube-controller-manager-arg', 'kube-controller-arg')
    : settings.list(`${component}-arg`);
}

/** A plan for a component with what all plans of such files have in common. */
export function planFor(
  set: RancherSet,
  name: string,
  settings: K3sSettings,
  rest: Pick<Plan, 'words'> & { addedBy?: string } & Partial<
      Pick<Plan['planned'], 'unsaid' | 'undisputed' | 'because' | 'open'>
    >,
): Plan[] {
  const component = components.find((one) => one.name === name);
  const path = (set.base ?? set.dropIns[0])?.path;
  if (component === undefined || path === undefined) return [];
  const { words, unsaid = [], undisputed = [], because, open = [] } = rest;
  const program = programOf(set);
  const all = [...open, ...elsewhere(name, program, extraFor(name, settings))];
  return [
    {
      component,
      planned: {
        path,
        line: lineIn(path, extraFor(name, settings)),
        what: `${set.product === null ? 'K3s’ or RKE2’s' : POSSESSIVE[set.product]} ${name}`,
        form: { kind: 'rancher', key: `${name}-arg` },
        unsaid,
        ...(undisputed.length === 0 ? {} : { undisputed: [...undisputed] }),
        ...(because === undefined ? {} : { because }),
        ...(all.length === 0 ? {} : { open: all }),
      },
      words,
      environment: component.environment.size === 0 ? new Map() : { unknown: NO_ENVIRONMENT },
      version: null,
      addedBy: rest.addedBy ?? program,
      files: [],
    },
  ];
}

const NO_ENVIRONMENT = 'its variables are those of the node, which was not looked at';

/** What the kubelet is given by the node. */
function elsewhere(
  name: string,
  program: string,
  extra: readonly Sourced[],
): { settings: string[]; because: string }[] {
  if (name !== 'kubelet') return [];
  const isNamed = extra.some(({ value }) => /^(?:--)?hostname-override[-+=]/.test(value));
  const settings = KUBELET_ELSEWHERE.filter((one) => !isNamed || !one.startsWith('hostname'));
  return [{ settings, because: `${program} and its unit decide it on the node.` }];
}

function lineIn(path: string, extra: readonly Sourced[]): number {
  for (const { origin } of extra)
    if ((origin.kind === 'file' || origin.kind === 'drop-in') && origin.path === path) return origin.line;
  return 1;
}

/** The words behind the component's name, each at its line; those without one are added by K3s or RKE2. */
export function plannedWords(name: string, words: readonly SourcedWord[]): PlannedWord[] {
  return [{ text: name, line: null }, ...words.map(plannedWord)];
}

function plannedWord({ text, origin }: SourcedWord): PlannedWord {
  if (origin.kind === 'file') return { text, line: origin.line };
  return origin.kind === 'drop-in' ? { text, line: origin.line, dropIn: origin.path } : { text, line: null };
}
