import type { Benchmark, Catalog, Control } from '../model/benchmark.ts';
import { KubetrueError } from '../model/errors.ts';
import type { Rule } from '../model/rule.ts';

/** A rule set in two parts, as JSON has them: what is judged by, and the prose that only a reader wants. */
export interface Compiled {
  catalog: CatalogPart;
  pages: PagesPart;
}

type Head = Omit<Rule, 'sections'>;

/** Of many benchmarks one is judged by: the controls of each are a text of their own. */
interface CatalogPart {
  rules: readonly Head[];
  benchmarks: readonly (Omit<Benchmark, 'controls'> & { controls: string })[];
}

interface PagesPart extends Pick<Catalog, 'mappings' | 'safeguards'> {
  sections: Readonly<Record<string, Rule['sections']>>;
}

export function compileCatalog({ rules, benchmarks, mappings, safeguards }: Catalog): Compiled {
  const heads = rules.map(({ sections: _sections, ...head }) => head);
  const texts = benchmarks.map((one) => ({ ...one, controls: JSON.stringify(one.controls) }));
  const sections = Object.fromEntries(rules.map((rule) => [rule.id, rule.sections]));
  return {
    catalog: { rules: heads, benchmarks: texts },
    pages: { sections, mappings, safeguards },
  };
}

/**
 * The rule set again. Controls of a benchmark are read out of their text when they are first looked at, pages when
 * the first of them is.
 *
 * @param catalog the part of that name, as it was written
 * @param pages gives the other
 * @throws KubetrueError KT_CATALOG, also later, where a part has another shape, by a look at its outside only
 */
export function readCompiled(catalog: unknown, pages: () => unknown): Catalog {
  if (!isCatalogPart(catalog)) throw damaged('it holds no rules and benchmarks');
  const { rules, benchmarks } = catalog;
  const prose = once(() => pagesPart(pages()));
  return {
    rules: rules.map((head) => later(head, 'sections', () => sectionsOf(prose(), head.id))),
    benchmarks: benchmarks.map(({ controls, ...head }) =>
      later(head, 'controls', () => controlsIn(controls)),
    ),
    get mappings() {
      return prose().mappings;
    },
    get safeguards() {
      return prose().safeguards;
    },
  };
}

/** Cheap: what is inside a rule was checked when it was built. */
function isCatalogPart(value: unknown): value is CatalogPart {
  return (
    isRecord(value) &&
    isFilledList(value.rules, (one) => typeof one.id === 'string' && isRecord(one.check)) &&
    isFilledList(value.benchmarks, (one) => typeof one.name === 'string' && typeof one.controls === 'string')
  );
}

function isFilledList(value: unknown, fits: (one: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => isRecord(one) && fits(one));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pagesPart(value: unknown): PagesPart {
  if (isRecord(value) && isRecord(value.sections) && Array.isArray(value.mappings))
    return value as unknown as PagesPart;
  throw damaged('it holds no pages');
}

/** The two files are of one build, or the installation is a mixture. */
function sectionsOf({ sections }: PagesPart, id: string): Rule['sections'] {
  const found = sections[id];
  if (found === undefined) throw damaged(`it has no page for ${id}`);
  return found;
}

function controlsIn(text: string): readonly Control[] {
  try {
    const controls: unknown = JSON.parse(text);
    if (Array.isArray(controls) && controls.length > 0) return controls;
  } catch {
    // Said below, as for JSON of another shape.
  }
  throw damaged('a benchmark in it has no controls');
}

/** JSON that is no part of a rule set, as a damaged or mixed-up installation has it, is no bug. */
function damaged(how: string): KubetrueError {
  const message = `The rule set beside the program is damaged: ${how}.`;
  return new KubetrueError('KT_CATALOG', { message, hint: 'install kubetrue again' });
}

/** The same object with a property more, made when it is first looked at. */
function later<T extends object, K extends string, V>(object: T, key: K, make: () => V): T & Record<K, V> {
  return Object.defineProperty(object, key, { get: once(make) }) as T & Record<K, V>;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
