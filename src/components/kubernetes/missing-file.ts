import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { Holds } from './pki-flags.ts';

/**
 * A setting, broken where it names a certificate or key that was looked for and is not there. Every component refuses
 * to start without one that it is told to use, so one that runs has read it and would not start again. Where it could
 * not be looked for, in a capture without its directory say, that the component runs is enough.
 *
 * @param pki the flags of the component that name such files
 */
export function withMissing(
  process: ProcessFacts,
  setting: EffectiveSetting,
  pki: ReadonlyMap<string, Holds>,
): EffectiveSetting {
  const { name, value } = setting;
  // A kubeconfig that is gone is told by the rules about it.
  if (!pki.has(name) || pki.get(name) === 'kubeconfig') return setting;
  const gone = pathsIn(value).find((path) => process.files[path]?.state === 'absent');
  if (gone === undefined) return setting;
  const reason = `${name} names ${gone}, which is not there: ${process.component} could not have started without it, or it was removed afterwards.`;
  return { ...setting, undecided: { status: 'error', reason } };
}

function pathsIn(value: EffectiveSetting['value']): readonly string[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [value] : [];
}
