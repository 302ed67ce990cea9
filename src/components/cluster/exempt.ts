import type { Parameters } from '../subject.ts';
import { listParameter } from './view.ts';

/** Namespaces that a rule leaves out. */
export interface Exempt {
  has(namespace: string): boolean;
  /** For a sentence: ` outside kube-system, kube-public`; empty when there are none. */
  outside: string;
}

/** By the parameter system-namespaces: names, and beginnings of names that end with `*`. */
export function exemptIn(parameters: Parameters): Exempt {
  const list = listParameter(parameters, 'system-namespaces');
  const names = new Set(list);
  const beginnings = list.filter((one) => one.endsWith('*')).map((one) => one.slice(0, -1));
  return {
    has: (namespace) => names.has(namespace) || beginnings.some((one) => namespace.startsWith(one)),
    outside: list.length === 0 ? '' : ` outside ${list.join(', ')}`,
  };
}
