import type { Catalog } from '../../model/benchmark.ts';
import type { Profile } from '../../model/profile.ts';
import { type Invocation, optionOf } from '../parse.ts';

/** A profile and the file that it was read from. */
export interface GivenProfile {
  profile: Profile;
  file: string;
}

/**
 * What `--profile` names; null without it.
 *
 * @param catalog the rules that it may name, those of one's own among them
 * @throws KubetrueError KT_PROFILE
 */
export async function profileOf(invocation: Invocation, catalog: Catalog): Promise<GivenProfile | null> {
  const file = optionOf(invocation, 'profile');
  if (file === undefined) return null;
  const { readProfile } = await import('../../catalog/profile/read.ts');
  return { profile: readProfile(file, catalog), file };
}
