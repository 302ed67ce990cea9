import type { EffectiveSetting } from '../effective-setting.ts';
import { type Lookup, listOf } from '../kubernetes/lookup.ts';

/** Names of the controller that removes terminated Pods; the first is the one of 1.28 and later, the other still works. */
const COLLECTOR = ['pod-garbage-collector-controller', 'podgc'];

/**
 * How many terminated Pods are kept before the oldest are removed; 0 when none are removed at all: the threshold is
 * not above zero, or the controller that acts on it is switched off.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controller/podgc/gc_controller.go gcTerminated
 */
export function terminatedPodsKept(lookup: Lookup, minor: number): EffectiveSetting {
  const threshold = lookup('terminated-pod-gc-threshold');
  const controllers = lookup('controllers');
  const name = 'terminated-pods-kept';
  if (!runs(minor >= 28 ? COLLECTOR : ['podgc'], listOf(lookup, 'controllers'))) {
    const because = 'The controller that removes terminated Pods is switched off by --controllers.';
    return { name, value: 0, origin: controllers.origin, overrides: [], because };
  }
  const kept = Number(threshold.value);
  const because =
    kept > 0
      ? `Above ${kept} terminated Pods the oldest are removed.`
      : `terminated-pod-gc-threshold is ${kept}, so no terminated Pod is ever removed.`;
  return {
    name,
    value: Math.max(kept, 0),
    origin: threshold.origin,
    overrides: threshold.overrides,
    because,
  };
}

/**
 * Whether the controller that removes terminated Pods runs, by a list of names. The first word that names a controller decides, else `*`, which means all that are on by default.
 * https://github.com/kubernetes/controller-manager/blob/v0.34.1/app/helper.go IsControllerEnabled
 */
export function collectsPods(controllers: readonly string[]): boolean {
  return runs(COLLECTOR, controllers);
}

function runs(names: readonly string[], controllers: readonly string[]): boolean {
  for (const word of controllers) {
    if (names.includes(word)) return true;
    if (word.startsWith('-') && names.includes(word.slice(1))) return false;
  }
  return controllers.includes('*');
}
