import { at, jsonOf } from './keep.ts';
import type { Got, Probe, Seen } from './probe.ts';

/** JSON where there is such (from 1.35 on), else the text for people. Without parameters JSON is refused. */
const ACCEPT = ['v1beta1', 'v1alpha1']
  .map((version, place) => `application/json;as=Flagz;g=config.k8s.io;v=${version};q=0.${9 - place}`)
  .concat('text/plain;q=0.1')
  .join(', ');

const LONGEST_VALUE = 200;

/**
 * What the listed flags have set, by their names; nothing else of the answer is kept. Served where the feature gate
 * ComponentFlagz is on, from 1.36 on by default.
 * https://github.com/kubernetes/apiserver/blob/v0.36.0/pkg/server/flagz/flagz.go
 */
export function flagz(names: readonly string[], as: Probe['as'] = ['user']): Probe {
  return {
    ...{ id: 'flagz', method: 'FLAGZ', level: 'local', as },
    ask: () => ({ verb: 'GET', path: '/flagz', headers: { Accept: ACCEPT } }),
    keep: (got) => (got.status === 200 ? valuesOf(got, names) : {}),
  };
}

function valuesOf(got: Got, names: readonly string[]): Seen {
  const flags = at(jsonOf(got), 'flags');
  const found = names.map((name) => [name, at(flags, name) ?? inText(got, name)] as const);
  // One that was cut would be compared as if it were whole.
  const whole = found.filter(([, value]) => typeof value === 'string' && value.length <= LONGEST_VALUE);
  return Object.fromEntries(whole.map(([name, value]) => [name, String(value)]));
}

/**
 * One line for each flag. What stands between name and value is drawn at random, at the first answer of each process:
 * https://github.com/kubernetes/component-base/blob/v0.34.1/zpages/flagz/flagz.go delimiters
 */
function inText({ body }: Got, name: string): string | undefined {
  return new RegExp(`^${name}(?:: |:|=| )(.*)$`, 'm').exec(body ?? '')?.[1];
}
