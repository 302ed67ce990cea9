import type { Names } from '../../catalog/own/lint.ts';
import { CLUSTER_PROPERTIES } from '../../components/cluster/properties.ts';
import { FILE_PROPERTIES } from '../../components/files/properties.ts';
import type { Catalog } from '../../model/benchmark.ts';
import type { Check, Rule } from '../../model/rule.ts';
import { settingsOf } from '../../model/rule-settings.ts';
import { PROCESS_COMPONENTS } from '../sources/known.ts';
import { sourcesOf } from '../sources/sources.ts';

/** What rules may name: the tables of the components, and what rules of ours name of what components derive. */
export function namesFor({ rules }: Catalog): Names {
  const of = (component: string) => rules.filter((rule) => rule.component === component);
  return {
    components: [...PROCESS_COMPONENTS, 'files', 'cluster'],
    settings: (component) =>
      PROCESS_COMPONENTS.includes(component)
        ? distinct([
            ...sourcesOf(component).settings.map(({ name }) => name),
            ...of(component).flatMap((rule) => [...checksOf(rule).flatMap(settingsOf), ...rule.evidence]),
          ])
        : null,
    properties: (component) => {
      if (component === 'files') return Object.keys(FILE_PROPERTIES);
      if (component === 'cluster') return Object.keys(CLUSTER_PROPERTIES);
      return distinct(of(component).flatMap(checksOf).flatMap(eachOf));
    },
    proofs: (component) => distinct(of(component).flatMap(({ proof }) => proof ?? [])),
  };
}

function checksOf({ check, letter }: Rule): Check[] {
  return [check, letter];
}

function eachOf(check: Check): string[] {
  if ('allOf' in check) return check.allOf.flatMap(eachOf);
  return 'each' in check ? [check.each] : [];
}

function distinct(list: readonly string[]): string[] {
  return [...new Set(list)];
}
