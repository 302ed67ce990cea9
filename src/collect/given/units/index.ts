import { components } from '../../../components/index.ts';
import { decodeBytes } from '../../../util/bytes.ts';
import { environmentAssignments } from '../../embedded/systemd/environment-file.ts';
import type { GivenDocument } from '../documents.ts';
import type { Plan } from '../planned.ts';
import type { GivenFile } from '../read-given.ts';
import { KINDS, type Others } from './configuration.ts';
import { environmentOf, isEnvironmentFile } from './environment-names.ts';
import { isOfUnit, unitGroups } from './groups.ts';
import { type UnitPlan, unitPlan } from './plan.ts';

/** What the units and environment files among given files come to. */
export interface GivenUnits {
  plans: readonly Plan[];
  /** Files that decide them, configuration files among them. */
  paths: ReadonlySet<string>;
  /** Those of them that are environment files, and so are no YAML, whatever they are called. */
  environmentFiles: ReadonlySet<string>;
  /** Whether a unit names a configuration, which is judged with it and not once more by itself. */
  isNamed(document: GivenDocument): boolean;
}

/** Whether a file is read here and not looked into for objects. */
export function isUnitOrEnvironment({ path }: Pick<GivenFile, 'path'>): boolean {
  return isOfUnit(path) || isEnvironmentFile(path);
}

/** What systemd would start by these files. */
export function givenUnits(others: Others): GivenUnits {
  const units = unitGroups(others.files).flatMap((group) => unitPlan(group, others) ?? []);
  const used = new Set(units.flatMap(({ paths }) => paths));
  const alone = others.files.flatMap((file) => (used.has(file.path) ? [] : (environmentAlone(file) ?? [])));
  const all = [...units, ...alone];
  const named = new Set(
    units.flatMap(({ plan }) => plan.files.map(({ path }) => `${KINDS[plan.component.name]} ${path}`)),
  );
  return {
    plans: all.map(({ plan }) => plan),
    paths: new Set(all.flatMap(({ paths }) => paths)),
    environmentFiles: new Set(all.flatMap(({ environmentFiles }) => environmentFiles)),
    isNamed: ({ kind, path }) => named.has(`${kind} ${path}`),
  };
}

const LIMIT = 1024 * 1024;

/** An environment file that no given unit reads: what else the command says is not known. */
function environmentAlone({ path, bytes }: GivenFile): UnitPlan | null {
  const form = environmentOf(path);
  const component = components.find(({ name }) => name === form?.component);
  if (form === null || component === undefined || bytes.length > LIMIT) return null;
  const set = environmentAssignments(decodeBytes(bytes)).find(({ name }) => form.variable.test(name));
  if (set === undefined) return null;
  const unknown = `the unit that reads ${path.split('/').at(-1)} is not among the given files`;
  const plan: Plan = {
    component,
    planned: { path, line: set.line, what: 'environment file', form: { kind: 'unit' }, unsaid: [] },
    words: { unknown },
    environment: { unknown },
    version: null,
    addedBy: 'systemd',
    files: [],
  };
  return { plan, paths: [path], environmentFiles: [path] };
}
