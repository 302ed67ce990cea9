import type { Catalog } from '../../model/benchmark.ts';
import { KubetrueError, type Problem } from '../../model/errors.ts';
import { type Profile, ProfileFileSchema } from '../../model/profile.ts';
import { readGiven } from '../read/given-file.ts';
import { type Problems, problemAt } from '../read/source-file.ts';
import { validated } from '../read/validate.ts';
import { parseYaml } from '../read/yaml.ts';
import { ruleNamed } from '../rule-named.ts';
import { profileFaults } from './names.ts';

/**
 * Reads a profile, in which rules go by their own ids afterwards.
 *
 * @param catalog the rules that it may name, those of one's own among them
 * @throws KubetrueError KT_PROFILE with everything that is wrong, each with file, line and excerpt
 */
export function readProfile(path: string, catalog: Catalog): Profile {
  const problems: Problems = [];
  const source = readGiven(path, problems);
  const yaml = source && parseYaml(source, source.text, problems);
  const profile = yaml && source && validated(ProfileFileSchema, yaml, source, problems);
  if (source === null || yaml === null || profile === null) throw new KubetrueError('KT_PROFILE', problems);
  const faults = profileFaults(profile, catalog).map(
    ({ code, path: at, message, hint }): Problem => ({
      code,
      ...problemAt(source, yaml.lineOf(at), message, hint),
    }),
  );
  if (faults.length > 0) throw new KubetrueError('KT_PROFILE', faults);
  return withRuleIds(profile, catalog);
}

function withRuleIds(profile: Profile, { rules }: Catalog): Profile {
  const idOf = (wanted: string) => ruleNamed(rules, wanted)?.id ?? wanted;
  const { select, exclude, override } = profile;
  return {
    ...profile,
    ...(select?.rules === undefined ? {} : { select: { ...select, rules: select.rules.map(idOf) } }),
    ...(exclude === undefined
      ? {}
      : { exclude: exclude.map((one) => ('rule' in one ? { ...one, rule: idOf(one.rule) } : one)) }),
    ...(override === undefined
      ? {}
      : { override: override.map((one) => ({ ...one, rule: idOf(one.rule) })) }),
  };
}
