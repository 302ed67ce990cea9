import type { Catalog } from '../../model/benchmark.ts';
import type { ErrorCode } from '../../model/errors.ts';
import type { ParameterValue } from '../../model/parameter-value.ts';
import type { Override, Profile } from '../../model/profile.ts';
import type { Rule } from '../../model/rule.ts';
import { didYouMean } from '../../util/nearest.ts';
import type { YamlPath } from '../read/yaml.ts';
import { ruleNamed } from '../rule-named.ts';
import { aboutSubject } from '../waivers/names.ts';

/** Something that is wrong in a profile although its shape is right, and where. */
export interface ProfileFault {
  code: ErrorCode;
  path: YamlPath;
  message: string;
  hint?: string | undefined;
}

/** Names that nobody knows, values that a parameter cannot have, and what is said twice. */
export function profileFaults(profile: Profile, catalog: Catalog): ProfileFault[] {
  const { select = {}, exclude = [], override = [] } = profile;
  const named = (scope: { rule: string } | { control: string }, path: YamlPath): ProfileFault[] =>
    aboutSubject(scope, catalog).map((fault) => ({ ...fault, path }));
  return [
    ...(select.rules ?? []).flatMap((rule, index) => named({ rule }, ['select', 'rules', index])),
    ...(select.controls ?? []).flatMap((control, index) => named({ control }, ['select', 'controls', index])),
    ...(select.components ?? []).flatMap((one, index) =>
      aboutComponent(one, ['select', 'components', index], catalog),
    ),
    ...exclude.flatMap((one, index) => named(one, ['exclude', index])),
    ...override.flatMap((one, index) => [
      ...named(one, ['override', index, 'rule']),
      ...twice(override, index),
      ...aboutParameters(one, ['override', index], catalog),
    ]),
  ];
}

function aboutComponent(wanted: string, path: YamlPath, { rules }: Catalog): ProfileFault[] {
  const known = [...new Set(rules.map(({ component }) => component))];
  if (known.includes(wanted)) return [];
  const hint = didYouMean(wanted, known) ?? `components: ${known.join(', ')}`;
  return [
    { code: 'KT_UNKNOWN_COMPONENT', path, message: `there is no component ${JSON.stringify(wanted)}`, hint },
  ];
}

function twice(list: readonly Override[], index: number): ProfileFault[] {
  const rule = list[index]?.rule;
  if (list.findIndex((one) => one.rule === rule) === index) return [];
  const message = `${rule} is changed twice`;
  return [{ code: 'KT_PROFILE', path: ['override', index], message, hint: 'put both changes into one' }];
}

function aboutParameters(override: Override, path: YamlPath, { rules }: Catalog): ProfileFault[] {
  const rule = ruleNamed(rules, override.rule);
  if (rule === undefined) return [];
  if (override.severity === undefined && override.parameters === undefined)
    return [{ code: 'KT_PROFILE', path, message: 'changes nothing', hint: 'severity or parameters' }];
  return Object.entries(override.parameters ?? {}).flatMap(([name, value]) =>
    aboutParameter(rule, name, value, [...path, 'parameters', name]),
  );
}

function aboutParameter(rule: Rule, name: string, value: ParameterValue, path: YamlPath): ProfileFault[] {
  const known = Object.keys(rule.parameters);
  const spec = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
  if (spec === undefined) {
    const has = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
    const hint = didYouMean(name, known) ?? has;
    return [{ code: 'KT_PROFILE', path, message: `${rule.id} has no parameter ${name}`, hint }];
  }
  const [is, must] = [kindOf(value), kindOf(spec.default)];
  if (is === must) return [];
  const message = `${name} must be ${must}, as its default ${JSON.stringify(spec.default)} is`;
  return [{ code: 'KT_PROFILE', path, message }];
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list of texts' : `a ${value === null ? 'null' : typeof value}`;
}
