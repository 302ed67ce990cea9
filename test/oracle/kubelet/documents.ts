import { parse } from 'yaml';
import type { Picker } from '../picker.ts';

/** One key of a document with its value as YAML flow text. */
export interface Entry {
  path: readonly string[];
  text: string;
}

const HEAD: readonly Entry[] = [
  { path: ['apiVersion'], text: 'kubelet.config.k8s.io/v1beta1' },
  { path: ['kind'], text: 'KubeletConfiguration' },
];

type Nested = Map<string, Nested | string>;

/** A KubeletConfiguration in YAML or JSON, now and then with what a person gets wrong in one. */
export function document(pick: Picker, entries: readonly Entry[]): string {
  const head = HEAD.filter(() => !pick.odd(0.03));
  const text = lines(nested([...head, ...entries]), '').join('\n');
  if (pick.chance(0.1)) return JSON.stringify(parse(text), null, 1);
  return [
    ...(pick.chance(0.05) ? ['# by hand'] : []),
    ...(pick.chance(0.05) ? ['---'] : []),
    text,
    ...(pick.odd(0.05) ? ['maxPods: 5', 'maxPods: 6'] : []),
    ...(pick.chance(0.1) ? ['unknownKey: {a: 1}'] : []),
    ...(pick.chance(0.05) ? ['---', 'kind: Other'] : []),
    '',
  ].join('\n');
}

function nested(entries: readonly Entry[]): Nested {
  const root: Nested = new Map();
  for (const { path, text } of entries) {
    let section = root;
    for (const key of path.slice(0, -1)) {
      const below = section.get(key);
      const next: Nested = below instanceof Map ? below : new Map();
      section.set(key, next);
      section = next;
    }
    section.set(path.at(-1) ?? '', text);
  }
  return root;
}

function lines(section: Nested, indent: string): string[] {
  return [...section].flatMap(([key, value]) =>
    value instanceof Map
      ? [`${indent}${key}:`, ...lines(value, `${indent}  `)]
      : [`${indent}${key}: ${value}`],
  );
}
