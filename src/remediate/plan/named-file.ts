import type { Change } from '../../model/plan.ts';
import type { FlagEdit } from './flag-edits.ts';
import { NotNow, type PlanInput } from './input.ts';

/** A file of the node that a setting is to name is there. Throws NotNow when it is not. */
export function fileIsThere(input: PlanInput, { flag, value }: FlagEdit): Change['prerequisites'] {
  if (value?.startsWith('/') !== true) return [];
  if (input.files.stat(value).state === 'read') return [{ what: `${value} is there.`, seen: value }];
  throw new NotNow(
    'prerequisite',
    `${value} is not there, so that --${flag} could not name it.`,
    'put the file there, then plan again',
  );
}
