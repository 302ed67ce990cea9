import { components } from '../../components/index.ts';
import type { GoMap, GoValue } from '../config/go-value.ts';
import { startedProgram } from '../container/started-program.ts';
import { versionOfImage } from '../version/normalise.ts';
import type { GivenDocument } from './documents.ts';
import { type Mount, mountOf, type Plan, type PlannedWord } from './planned.ts';
import { itemsAt, mapAt, textAt } from './values.ts';

/** Where the Pod of each kind stands. */
const POD_PATHS: Partial<Record<GivenDocument['kind'], readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

const NAMES = components.map(({ name }) => name);

/** The Pod that an object is or makes; undefined for objects that make none. */
export function podIn({ kind, value }: GivenDocument): GoMap | undefined {
  const path = POD_PATHS[kind];
  return path === undefined ? undefined : mapAt(value, ...path);
}

/** Components of Kubernetes that the containers of an object start: those of static Pods, and others that run as Pods. */
export function componentsIn(document: GivenDocument): Plan[] {
  const pod = podIn(document);
  return itemsAt(pod, 'containers').flatMap((container) =>
    planOf(document, container).map((plan) => ({ ...plan, mounts: mountsOf(pod, container) })),
  );
}

function planOf(document: GivenDocument, container: GoValue): Plan[] {
  const words = [...wordsAt(container, 'command'), ...wordsAt(container, 'args')];
  const image = textAt(container, 'image');
  const name = startedProgram(
    words.map(({ text }) => text),
    NAMES,
  );
  const byImage = /([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(image)?.[1] ?? '';
  const component = components.find(
    (one) => one.name === name || (words.length === 0 && one.name === byImage),
  );
  const byName = component ?? components.find((one) => one.name === byImage && startsAtFlags(words));
  if (byName === undefined) return [];
  const read = argumentsOf(byName.name, words, container);
  if (!('unknown' in read)) {
    const argv = read.map(({ text }) => text);
    if (!byName.recognise({ executable: null, argv })) return [];
  }
  const { path, kind, value } = document;
  const namespace = textAt(value, 'metadata', 'namespace');
  const label = `${kind} ${namespace === '' ? '' : `${namespace}/`}${textAt(value, 'metadata', 'name')}`;
  return [
    {
      component: byName,
      planned: {
        path,
        line: lineOf(container),
        what: label,
        form: { kind: 'container', container: textAt(container, 'name') },
        unsaid: [],
      },
      words: read,
      environment: environmentOf(container, byName.environment),
      version: versionOfImage(image),
      addedBy: 'its image',
      files: [],
    },
  ];
}

/** What a container sees of its node. A part of a directory (`subPath`) is left out. */
function mountsOf(pod: GoMap | undefined, container: GoValue): Mount[] {
  const paths = new Map(
    itemsAt(pod, 'volumes').map((volume) => [textAt(volume, 'name'), textAt(volume, 'hostPath', 'path')]),
  );
  return itemsAt(container, 'volumeMounts').map((mount) => {
    const isPart = (textAt(mount, 'subPath') || textAt(mount, 'subPathExpr')) !== '';
    const from = isPart ? '' : (paths.get(textAt(mount, 'name')) ?? '');
    return mountOf(textAt(mount, 'mountPath'), from);
  });
}

function lineOf(container: GoValue): number {
  if (container.type !== 'map') return container.line;
  return container.entries.get('name')?.line ?? container.line;
}

/** Arguments without a command: the image's entry point is the program that the image is named after, or it is not. */
function startsAtFlags(words: readonly PlannedWord[]): boolean {
  return words[0]?.text.startsWith('-') === true;
}

const SHELL = /(?:^|\/)(?:ba|da|a)?sh$/;

/** The words from the program on, with variables of the container put in as the kubelet does. */
function argumentsOf(
  component: string,
  words: readonly PlannedWord[],
  container: GoValue,
): readonly PlannedWord[] | { unknown: string } {
  if (words.length === 0) return { unknown: 'the container names no command: its image decides' };
  if (SHELL.test(words[0]?.text ?? '')) return { unknown: 'the container starts it through a shell' };
  const start = words.findIndex(
    ({ text }) => text.split('/').at(-1) === component || /(?:^|\/)hyperkube$/.test(text),
  );
  const own = start < 0 ? [{ text: component, line: null }, ...words] : words.slice(start);
  const variables = environmentOf(container, null);
  const expanded = own.map(({ text, line }) => ({ text: expand(text, variables), line }));
  const open = expanded.find(({ text }) => text === null);
  if (open !== undefined)
    return { unknown: 'an argument holds a variable whose value is known only where it runs' };
  return expanded.map(({ text, line }) => ({ text: text ?? '', line }));
}

/**
 * What `$(NAME)` stands for; null when it cannot be told. A name that is not set stays as it is written, and `$$` is
 * one `$`: https://github.com/kubernetes/kubernetes/blob/v1.34.1/third_party/forked/golang/expansion/expand.go
 */
function expand(text: string, variables: ReturnType<typeof environmentOf>): string | null {
  if (!/\$[($]/.test(text)) return text;
  if ('unknown' in variables) return null;
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : (variables.get(name) ?? whole),
  );
}

/** Variables that a container sets to plain values. @param wanted only these count; null: all do */
function environmentOf(
  container: GoValue,
  wanted: ReadonlySet<string> | null,
): ReadonlyMap<string, string> | { unknown: string } {
  const counts = (name: string) => wanted === null || wanted.has(name);
  const found = new Map<string, string>();
  const none = wanted !== null && wanted.size === 0;
  if (!none && itemsAt(container, 'envFrom').length > 0)
    return { unknown: 'the container takes variables from objects that are not among the files' };
  for (const item of itemsAt(container, 'env')) {
    const name = textAt(item, 'name');
    if (!counts(name)) continue;
    if (mapAt(item, 'valueFrom') !== undefined) {
      if (wanted !== null) return { unknown: `the container takes ${name} from elsewhere` };
      return { unknown: `${name} is known only where it runs` };
    }
    found.set(name, textAt(item, 'value'));
  }
  return found;
}

function wordsAt(container: GoValue, key: 'command' | 'args'): PlannedWord[] {
  return itemsAt(container, key).flatMap((item) =>
    item.type === 'string' || item.type === 'number' || item.type === 'boolean'
      ? [{ text: String(item.value), line: item.line }]
      : [],
  );
}
