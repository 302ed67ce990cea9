import { parseGoDuration } from '../components/go-values.ts';
import type { Parameters } from '../components/subject.ts';
import type { SettingValue } from '../model/finding.ts';
import type { Predicate } from '../model/rule.ts';

type Operand = string | number | boolean | readonly (string | number)[];

interface PredicateKind {
  /** @param given whether some source named the value, rather than a default */
  holds(value: SettingValue, operand: Operand, given: boolean): boolean;
  /** What the value then is: `is true`. */
  wish(operand: string): string;
}

/** Every predicate of a rule, by name. A value of another shape than a predicate is about does not hold it. */
const KINDS: Readonly<Record<string, PredicateKind>> = {
  equal: { holds: isSame, wish: (text) => `is ${text}` },
  not: { holds: (value, operand) => !isSame(value, operand), wish: (text) => `is not ${text}` },
  present: {
    holds: (value, operand) => isSet(value) === operand,
    wish: (text) => (text === 'true' ? 'is set' : 'is not set'),
  },
  given: {
    holds: (_value, operand, given) => given === operand,
    wish: (text) => (text === 'true' ? 'is given' : 'is not given'),
  },
  ifGiven: {
    holds: (value, operand, given) => !given || isSame(value, operand),
    wish: (text) => `is not given or is ${text}`,
  },
  ifGivenPresent: {
    holds: (value, _operand, given) => !given || isSet(value),
    wish: () => 'is not given or is set',
  },
  ifGivenBetween: {
    holds: (value, operand, given) => !given || isBetween(value, operand),
    wish: (text) => `is not given or lies between ${text.replace(', ', ' and ')}`,
  },
  in: {
    holds: (value, operand) => list(operand).includes(String(value)),
    wish: (text) => `is one of ${text}`,
  },
  includes: {
    holds: (value, operand) => list(value).includes(String(operand)),
    wish: (text) => `includes ${text}`,
  },
  excludes: {
    holds: (value, operand) => !list(value).includes(String(operand)),
    wish: (text) => `does not include ${text}`,
  },
  includesAny: {
    holds: (value, operand) => list(value).some((one) => list(operand).includes(one)),
    wish: (text) => `includes one of ${text}`,
  },
  subsetOf: {
    holds: (value, operand) => list(value).every((one) => list(operand).includes(one)),
    wish: () => 'holds nothing that is not allowed',
  },
  atLeast: {
    holds: (value, operand) => compare(value, operand, (a, b) => a >= b),
    wish: (text) => `is at least ${text}`,
  },
  atMost: {
    holds: (value, operand) => compare(value, operand, (a, b) => a <= b),
    wish: (text) => `is at most ${text}`,
  },
  above: {
    holds: (value, operand) => compare(value, operand, (a, b) => a > b),
    wish: (text) => `is above ${text}`,
  },
  longerThan: {
    holds: (value, operand) => compareDurations(value, operand, (a, b) => a > b),
    wish: (text) => `is longer than ${text}`,
  },
  notLongerThan: {
    holds: (value, operand) => compareDurations(value, operand, (a, b) => a <= b),
    wish: (text) => `is no longer than ${text}`,
  },
  modeAtMost: {
    holds: (value, operand) => isInside(value, operand),
    wish: (text) => `has no permission beyond ${text}`,
  },
};

/** A predicate with its parameters put in. */
export interface Wish {
  /** @param given whether some source named the value, rather than a default */
  holds(value: SettingValue, given?: boolean): boolean;
  /** `is true`, `is at least 30`. */
  text: string;
  /** Members of a list that are not allowed, for a predicate on lists that says so. */
  surplus(value: SettingValue): readonly string[];
}

/** Throws for a parameter that the rule does not have: the rule is broken. */
export function wishOf(must: Predicate, parameters: Parameters): Wish {
  const [[name, raw] = ['', '']] = Object.entries(must) as [string, Operand][];
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`there is no predicate ${name}`);
  const operand = resolved(raw, parameters);
  return {
    holds: (value, given = true) => kind.holds(value, operand, given),
    text: kind.wish(shown(operand)),
    surplus: (value) =>
      name === 'subsetOf' ? list(value).filter((one) => !list(operand).includes(one)) : [],
  };
}

function resolved(raw: Operand, parameters: Parameters): Operand {
  if (typeof raw !== 'string' || !raw.startsWith('$')) return raw;
  const value = parameters[raw.slice(1)];
  if (value === undefined) throw new Error(`the rule has no parameter ${raw}`);
  return value;
}

function shown(operand: Operand): string {
  return typeof operand === 'object' ? operand.join(', ') : String(operand);
}

/** A duration is kept as it was written: `5m` is `300s`. An operand without a unit is none. */
function isSame(value: SettingValue, operand: Operand): boolean {
  if (value === operand) return true;
  return (
    typeof operand === 'string' &&
    /[a-z]$/.test(operand) &&
    compareDurations(value, operand, (a, b) => a === b)
  );
}

function isSet(value: SettingValue): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function list(value: SettingValue | Operand): readonly string[] {
  if (value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function isBetween(value: SettingValue, operand: Operand): boolean {
  if (typeof value !== 'number' || !Array.isArray(operand)) return false;
  const [least, most] = operand.map(Number);
  return least !== undefined && most !== undefined && least <= value && value <= most;
}

type Order = (left: number, right: number) => boolean;

function compare(value: SettingValue, operand: Operand, order: Order): boolean {
  return typeof value === 'number' && order(value, Number(operand));
}

function compareDurations(value: SettingValue, operand: Operand, order: Order): boolean {
  const left = typeof value === 'string' ? parseGoDuration(value) : null;
  const right = parseGoDuration(String(operand));
  return left !== null && right !== null && order(left, right);
}

/** Modes are octal texts, set-id and sticky bits included. */
function isInside(value: SettingValue, operand: Operand): boolean {
  if (typeof value !== 'string' || !/^[0-7]+$/.test(value)) return false;
  const mask = Number.parseInt(String(operand), 8);
  return (Number.parseInt(value, 8) & ~mask) === 0;
}
