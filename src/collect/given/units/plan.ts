import { components } from '../../../components/index.ts';
import { missing, type Reading, read, unreadable } from '../../../machine/reading.ts';
import type { Place } from '../../../model/given-files.ts';
import { startedProgram } from '../../container/started-program.ts';
import { unitWords } from '../../embedded/systemd/quoting.ts';
import { type Directive, directivesIn } from '../../embedded/systemd/service.ts';
import { START_KEYS, type Start, startOf, type Variable } from '../../embedded/systemd/start.ts';
import type { Plan, PlannedWord } from '../planned.ts';
import { meantBy, type Tree } from './beside.ts';
import { configurationFiles, type Others } from './configuration.ts';
import type { UnitGroup } from './groups.ts';

/** A service that starts a component, and the files that say so. */
export interface UnitPlan {
  plan: Plan;
  paths: readonly string[];
  /** Those of them that are environment files. */
  environmentFiles: readonly string[];
}

const NAMES = components.map(({ name }) => name);
const LIMIT = 1024 * 1024;
const TEMPLATE = /\{\{|\{%|<%/;

/** What a service would start; null where that is no component. */
export function unitPlan(group: UnitGroup, others: Others): UnitPlan | null {
  const own = [...(group.unit === null ? [] : [group.unit]), ...group.dropIns];
  const directives = own.flatMap(({ path, bytes }) =>
    bytes.length > LIMIT ? [] : directivesIn(bytes, path, START_KEYS),
  );
  const name = componentOf(group.name, directives);
  const component = components.find((one) => one.name === name);
  if (component === undefined) return null;
  const given = new GivenEnvironment(others, group.tree);
  const start = startOf({ name: group.name, directives, files: [] }, (path) => given.read(path));
  const open = whyOpen(group, directives, start, given);
  const words = commandOf(component.name, start, open, given);
  if (
    !('unknown' in words) &&
    !component.recognise({ executable: null, argv: words.map(({ text }) => text) })
  )
    return null;
  const environment = environmentOf(group, start, given);
  const values = 'unknown' in environment ? new Map<string, string>() : environment;
  const texts = 'unknown' in words ? [] : words.map(({ text }) => text);
  const files =
    'unknown' in words ? [] : configurationFiles(component.name, texts, values, others, group.tree);
  const place = commandPlace(directives) ?? { path: own[0]?.path ?? '', line: 1 };
  const plan: Plan = {
    component,
    planned: {
      ...place,
      what: `unit ${group.name}`,
      form: { kind: 'unit' },
      unsaid: [],
      variables: placesOf(start, given, component.environment),
    },
    words,
    environment,
    version: null,
    addedBy: 'systemd',
    files,
  };
  const environmentFiles = given.used();
  const paths = [...own, ...files].map(({ path }) => path);
  return { plan, paths: [...paths, ...environmentFiles], environmentFiles };
}

/** Environment files of the given ones, by the paths that they have on a node. */
class GivenEnvironment {
  readonly absent: string[] = [];
  readonly #found = new Map<string, string>();
  readonly #others: Others;
  readonly #tree: Tree;

  constructor(others: Others, tree: Tree) {
    this.#others = others;
    this.#tree = tree;
  }

  read(path: string): Reading<Buffer> {
    const file = meantBy(this.#others.files, path, this.#tree);
    if (file === null) {
      this.absent.push(path);
      return missing(true);
    }
    this.#found.set(path, file.path);
    if (file.unread !== undefined) return unreadable(`${path}: ${file.unread}`);
    if (file.bytes.length > LIMIT) return unreadable('larger than 1 MiB');
    return TEMPLATE.test(file.bytes.toString('latin1')) ? unreadable(NOT_RENDERED) : read(file.bytes);
  }

  /** The path that the user knows, for one of the node. */
  shown(path: string): string {
    return this.#found.get(path) ?? path;
  }

  used(): string[] {
    return [...this.#found.values()];
  }
}

const NOT_RENDERED = 'it is a template that is not rendered';

/** By what it starts, else by its own name. */
function componentOf(unit: string, directives: readonly Directive[]): string {
  const command = directives.findLast(({ key, value }) => key === 'execstart' && value !== '')?.value ?? '';
  const words = unitWords(command.replace(/^[@\-:+!|]+/, '')) ?? command.split(/\s+/);
  const program = startedProgram(words, NAMES);
  return NAMES.includes(program) ? program : unit.replace(/(?:@.*)?\.service$/, '');
}

function commandPlace(directives: readonly Directive[]): Place | null {
  const found = directives.findLast(({ key, value }) => key === 'execstart' && value !== '');
  return found === undefined ? null : { path: found.path, line: found.line };
}

/** Why the words of the command are not known, whole and for certain; null when they are. */
function whyOpen(
  group: UnitGroup,
  directives: readonly Directive[],
  start: Reading<Start>,
  { absent }: GivenEnvironment,
): string | null {
  const own = [...(group.unit === null ? [] : [group.unit]), ...group.dropIns];
  const lost = own.find(({ unread }) => unread !== undefined);
  if (lost !== undefined) return `${lost.path} is not known: ${lost.unread}`;
  const large = own.find(({ bytes }) => bytes.length > LIMIT);
  if (large !== undefined) return `${large.path} is larger than 1 MiB`;
  const isReset = directives.some(({ key, value }) => key === 'execstart' && value === '');
  const used = variablesOf(directives);
  if (group.unit === null && (!isReset || used.length > 0))
    return `${group.name} itself, over which the drop-ins are laid, is not among the given files`;
  if (group.stray !== null && group.unit !== null)
    return `${group.stray} may be a drop-in that is laid over it, and lies in no directory that says so`;
  if (own.some(({ bytes }) => TEMPLATE.test(bytes.toString('latin1')))) return NOT_RENDERED;
  if (start.state !== 'read') return start.state === 'missing' ? 'it is not there' : start.reason;
  if (used.length > 0 && absent.length > 0)
    return `${absent[0]}, from which it takes variables, is not among the given files`;
  const { environment } = start.value;
  const unset = used.find((name) => !environment.has(name));
  if (unset !== undefined) return `none of the given files sets $${unset}`;
  const paths = new Set(own.map(({ path }) => path));
  const odd = used.find((name) => isOdd(environment.get(name), paths));
  return odd === undefined ? null : `what $${odd} is set to is not understood`;
}

/** A value to which systemd gives a meaning that is not known here. */
function isOdd(variable: Variable | undefined, units: ReadonlySet<string>): boolean {
  if (variable === undefined) return true;
  const { value, origin } = variable;
  const isOfUnit = origin.kind === 'file' && units.has(origin.path);
  return isOfUnit && value.includes('%');
}

/** Variables of the command. */
function variablesOf(directives: readonly Directive[]): string[] {
  const command = directives.findLast(({ key }) => key === 'execstart')?.value ?? '';
  return [...command.replaceAll('$$', '').matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
}

const SHELL = /(?:^|\/)(?:ba|da|a)?sh$/;

/** The words from the component's program on, behind what wraps it. */
function commandOf(
  component: string,
  start: Reading<Start>,
  open: string | null,
  given: GivenEnvironment,
): Plan['words'] {
  if (open !== null) return { unknown: open };
  const all = start.state === 'read' ? start.value.words : [];
  if (SHELL.test(all[0]?.text ?? '')) return { unknown: 'a shell starts it' };
  const texts = all.map(({ text }) => text);
  if (startedProgram(texts, NAMES) !== component) return { unknown: 'another program starts it' };
  const first = texts.findIndex((text) => text.split('/').at(-1) === component);
  if (first < 0) return { unknown: 'another program starts it' };
  return all
    .slice(first)
    .map(
      ({ text, origin }): PlannedWord =>
        origin.kind === 'file'
          ? { text, line: origin.line, path: given.shown(origin.path) }
          : { text, line: null },
    );
}

function environmentOf(
  { name, unit, stray }: UnitGroup,
  start: Reading<Start>,
  { absent }: GivenEnvironment,
): Plan['environment'] {
  if (unit === null) return { unknown: `${name} itself is not among the given files` };
  if (stray !== null) return { unknown: `${stray} may be a drop-in of it` };
  if (start.state !== 'read')
    return { unknown: start.state === 'missing' ? 'it is not there' : start.reason };
  if (absent.length > 0) return { unknown: `${absent[0]} is not among the given files` };
  return new Map([...start.value.environment].map(([variable, { value }]) => [variable, value]));
}

/** Where the variables are set that the component itself reads. */
function placesOf(
  start: Reading<Start>,
  given: GivenEnvironment,
  wanted: ReadonlySet<string>,
): Record<string, Place> {
  if (start.state !== 'read') return {};
  return Object.fromEntries(
    [...start.value.environment].flatMap(([name, { origin }]) =>
      wanted.has(name) && origin.kind === 'file'
        ? [[name, { path: given.shown(origin.path), line: origin.line }]]
        : [],
    ),
  );
}
