import type { Check, Fix, RuleFrontMatter, SettingsCheck } from '../../model/rule.ts';
import type { Compiled } from './assemble.ts';
import type { Assigned, Edit } from './edit.ts';
import { settingOfKey } from './fallback-check.ts';
import { type KnownSettings, type Literal, literalOf } from './known.ts';
import type { EditReading } from './remediation.ts';
import { dotted, elidedName, isPlaceholder, unquoted } from './words.ts';

/** What a Remediation comes to, as far as the Audit agrees with it. */
export interface PageFix {
  set: RuleFrontMatter['remediation']['set'];
  add: NonNullable<Fix['add']>;
  unset: readonly string[];
  mode: string | null;
  owner: string | null;
  /** Where it and the Audit disagree: the Audit decides. */
  notes: readonly string[];
}

type Draft = { -readonly [K in keyof PageFix]: PageFix[K] } & { unset: string[]; notes: string[] };

/** The edits of a Remediation that bring about what the Audit asks; the others become notes. */
export function fixOf(readings: readonly EditReading[], compiled: Compiled, known: KnownSettings): PageFix {
  const draft: Draft = { set: {}, add: {}, unset: [], mode: null, owner: null, notes: [] };
  for (const { edit } of readings) take(edit, compiled, known, draft);
  return draft;
}

function take(edit: Edit, compiled: Compiled, known: KnownSettings, draft: Draft): void {
  switch (edit.does) {
    case 'set':
      noteOtherManifest(edit.file, compiled, draft);
      for (const one of edit.values) setOne(one, compiled, known, draft);
      return;
    case 'unset':
      noteOtherManifest(edit.file, compiled, draft);
      unset(edit.flag, compiled, draft);
      return;
    case 'unset-or-set':
      noteOtherManifest(edit.file, compiled, draft);
      setOne(edit, compiled, known, draft);
      return;
    case 'key':
      checkKey(edit, compiled, known, draft);
      return;
    case 'chmod':
      noteOtherFile(edit.file, compiled, draft);
      attribute('mode', edit.mode, compiled.check, draft);
      return;
    case 'chown':
      noteOtherFile(edit.file, compiled, draft);
      attribute('owner', edit.owner, compiled.check, draft);
      return;
    case 'step':
      return;
  }
}

function checksIn(check: Check): readonly Check[] {
  return 'allOf' in check ? check.allOf : [check];
}

function settingsChecks({ check }: Compiled): SettingsCheck[] {
  return checksIn(check).filter((one): one is SettingsCheck => 'settings' in one);
}

function setOne({ flag, value }: Assigned, compiled: Compiled, known: KnownSettings, draft: Draft): void {
  const gate = flag === 'feature-gates' ? /^([A-Z]\w+)=(true|false)$/.exec(value) : null;
  const [name, literal] = gate?.[1] === undefined ? [flag, value] : [gate[1], gate[2] ?? ''];
  const musts = settingsChecks(compiled).filter(({ settings }) => settings.includes(name));
  if (musts.length === 0) {
    draft.notes.push(`The Remediation sets --${flag}, which the Audit does not ask for.`);
    return;
  }
  const member = elidedName(literal);
  const wanted = literalOf(known(compiled.component, name), literal);
  if (!musts.every(({ must }) => meets(must, member ?? literal, wanted))) {
    draft.notes.push(`The Remediation sets --${flag} to ${literal}, which the Audit would not accept.`);
  } else if (member !== null) {
    draft.add = { ...draft.add, [name]: [member] };
  } else {
    draft.set = { ...draft.set, [name]: isPlaceholder(literal) ? '' : wanted };
  }
}

/** Whether a value that a page sets is one that its Audit accepts. A placeholder stands for one that is. */
function meets(must: SettingsCheck['must'], text: string, value: Literal): boolean {
  if (isPlaceholder(text)) return !('present' in must && !must.present);
  const [kind, asked] = Object.entries(must)[0] ?? [];
  const members = unquoted(text).split(',');
  switch (kind) {
    case 'equal':
    case 'ifGiven':
      return value === asked;
    case 'not':
      return value !== asked;
    case 'includes':
      return members.includes(String(asked));
    case 'excludes':
      return !members.includes(String(asked));
    case 'subsetOf':
      return Array.isArray(asked) && members.every((one) => asked.includes(one));
    case 'atLeast':
      return typeof value === 'number' && value >= Number(asked);
    case 'ifGivenBetween':
      return Array.isArray(asked) && typeof value === 'number' && value >= asked[0] && value <= asked[1];
    default:
      return kind === 'ifGivenPresent' || asked === true;
  }
}

/** Taking a flag away meets an Audit that lets it be absent. */
function unset(flag: string, compiled: Compiled, draft: Draft): void {
  const musts = settingsChecks(compiled).filter(({ settings }) => settings.includes(flag));
  if (musts.length > 0 && musts.every(({ must }) => acceptsAbsence(must))) draft.unset.push(flag);
  else if (musts.length > 0)
    draft.notes.push(`The Remediation removes --${flag}, and the Audit asks for more than that.`);
  else draft.notes.push(`The Remediation removes --${flag}, which the Audit does not ask for.`);
}

function acceptsAbsence(must: SettingsCheck['must']): boolean {
  const [kind, asked] = Object.entries(must)[0] ?? [];
  if (kind === 'present' || kind === 'given') return asked === false;
  return kind !== 'includes' && kind !== 'atLeast' && kind !== 'equal';
}

/** The key is that of a flag that the Audit judges, and what it is to hold is what the Audit accepts of the flag. */
function checkKey(
  { key, value }: { key: string; value: string },
  compiled: Compiled,
  known: KnownSettings,
  draft: Draft,
): void {
  const checks = settingsChecks(compiled);
  if (checks.length === 0) return;
  const setting = settingOfKey(dotted(key), compiled.component, checks, known);
  if (setting === null) {
    draft.notes.push(`The Remediation names ${dotted(key)}, which is no key of what the Audit asks for.`);
    return;
  }
  const wanted = literalOf(known(compiled.component, setting), value);
  const musts = checks.filter(({ settings }) => settings.includes(setting));
  if (!musts.every(({ must }) => meets(must, value, wanted)))
    draft.notes.push(`The Remediation sets ${dotted(key)} to ${value}, which the Audit would not accept.`);
}

function attribute(name: 'mode' | 'owner', value: string, check: Check, draft: Draft): void {
  const asked = checksIn(check).flatMap((one) => ('each' in one ? [one.must[name]] : []));
  const known = asked.filter((one) => one !== undefined);
  if (known.length === 0) {
    draft.notes.push(`The Remediation sets the ${name} of a file, which the Audit does not ask for.`);
  } else if (!known.every((one) => (Array.isArray(one) ? one.includes(value) : modeMeets(one, value)))) {
    draft.notes.push(`The Remediation sets the ${name} to ${value}, which the Audit would not accept.`);
  } else draft[name] ??= value;
}

function modeMeets(must: object, value: string): boolean {
  const [mask] = Object.values(must);
  return (Number.parseInt(value, 8) & ~Number.parseInt(String(mask), 8)) === 0;
}

function noteOtherManifest(file: string | null, { process }: Compiled, draft: Draft): void {
  if (file === null || process === null || isPlaceholder(file)) return;
  const own = `/etc/kubernetes/manifests/${process}.yaml`;
  if (file !== own)
    draft.notes.push(`The Remediation edits ${file}, and the Audit looks at ${process} (${own}).`);
}

function noteOtherFile(file: string, compiled: Compiled, draft: Draft): void {
  if (compiled.file === null || isPlaceholder(file) || file === compiled.file) return;
  draft.notes.push(`The Remediation changes ${file}, and the Audit looks at ${compiled.file}.`);
}
