import { runInNewContext } from 'node:vm';
import { type CelInput, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import type { ExpressionFacts, ExpressionOutcome } from '../../evaluate/input.ts';
import { filesNamedIn, type Loop, type NamedFile } from './named-files.ts';

/** Names that an expression may use. */
export const EXPRESSION_NAMES: readonly string[] = [
  ...['parameters', 'node', 'process', 'processes', 'files', 'cluster'],
];

/** Items that all loops of one expression may go through. A join of every process with every file is a fraction. */
const MOST_STEPS = 100_000;
/** For what no step counts, such as long texts; an honest expression takes milliseconds. */
const MOST_MILLISECONDS = 5_000;
/** Loops inside loops. */
const COST = '@cost';
/** In errors of the library: a fact that is not there. */
const NOT_THERE = /field not found|no such key|no such field|no such attribute/i;

type Compute = (bindings: Record<string, CelInput>) => unknown;

export interface Expression {
  /** Names of facts that it uses. */
  names: readonly string[];
  /** Files that it asks for by path or group. */
  files: readonly NamedFile[];
  compute(facts: ExpressionFacts): ExpressionOutcome;
}

type LookedAt = Extract<ReturnType<ExpressionFacts[string]>, { value: unknown }>['lookedAt'];

/**
 * An expression made ready. Regular expressions are RE2's, which never go back; each loop asks first whether its items
 * are within the cost, and whether the files that it asks for by name were looked at; time is limited besides.
 *
 * @throws Error for what is no expression
 */
export function compileExpression(text: string): Expression {
  const parsed = parse(text);
  const { names, loops } = prepared(parsed.expr);
  let spent = 0;
  let lookedAt: LookedAt;
  let stranger: NamedFile | undefined;
  const cost = celFunc(COST, [CelScalar.DYN], CelScalar.DYN, (list) => {
    spent += sizeOf(list);
    if (spent > MOST_STEPS) throw new Error('too many steps');
    return list;
  });
  const looked = loops.map((files, index) =>
    celFunc(lookedName(index), [CelScalar.DYN], CelScalar.DYN, (list) => {
      const unseen = files.find(({ field, value }) => lookedAt?.[field].has(value) === false);
      stranger ??= unseen;
      if (unseen !== undefined) throw new Error('not looked at');
      return list;
    }),
  );
  const planned: Compute = plan(celEnv({ funcs: [cost, ...looked] }), parsed);
  const compute = (bindings: Record<string, CelInput>, seen: LookedAt): ExpressionOutcome => {
    spent = 0;
    lookedAt = seen;
    stranger = undefined;
    const value = withinTime(() => planned(bindings));
    if (value === TIMED_OUT) return { error: `it took more than ${MOST_MILLISECONDS} ms.` };
    if (spent > MOST_STEPS) return { error: `its loops go through more than ${MOST_STEPS} items.` };
    return isCelError(value) && stranger !== undefined ? notLookedAt(stranger) : outcomeOf(value);
  };
  return { names, files: loops.flat(), compute: (facts) => bound(names, facts, compute) };
}

/** Names of facts, and for each loop the files that it asks for by name. */
function prepared(expr: unknown): { names: readonly string[]; loops: readonly NamedFile[][] } {
  const walk: Walk = { names: new Set(), loops: [] };
  guardLoops(expr, walk, new Set());
  return { names: [...walk.names], loops: walk.loops };
}

/** Facts that the expression names, or the first reason why some are not there. */
function bound(
  names: readonly string[],
  facts: ExpressionFacts,
  compute: (bindings: Record<string, CelInput>, lookedAt: LookedAt) => ExpressionOutcome,
): ExpressionOutcome {
  const bindings: Record<string, CelInput> = {};
  let lookedAt: LookedAt;
  for (const name of names) {
    const found = facts[name]?.();
    if (found === undefined) return { error: `there is nothing called ${name}.` };
    if ('missing' in found) return { unknown: found.missing };
    bindings[name] = celValue(found.value);
    lookedAt ??= found.lookedAt;
  }
  return compute(bindings, lookedAt);
}

/** That no item has a name says nothing where nobody looked for it. */
function notLookedAt({ field, value }: NamedFile): ExpressionOutcome {
  const what = field === 'path' ? `the file ${value}` : `files of the group ${value}`;
  return { unknown: `No facts were collected about ${what}.` };
}

function outcomeOf(value: unknown): ExpressionOutcome {
  if (typeof value === 'boolean') return { holds: value };
  if (!isCelError(value)) return { error: 'its value is neither true nor false.' };
  const { message } = value;
  return NOT_THERE.test(message)
    ? { unknown: `What decides is not among the facts: ${message}.` }
    : { error: `${message}.` };
}

const TIMED_OUT = Symbol('timed out');

/** The virtual machine ends what it was called with after a time, loops and library code alike. */
function withinTime(run: () => unknown): unknown {
  try {
    return runInNewContext('run()', { run }, { timeout: MOST_MILLISECONDS });
  } catch (error) {
    if (isTimeout(error)) return TIMED_OUT;
    throw error;
  }
}

/** The error is one of the other context: no instance of this one's Error. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

function sizeOf(list: unknown): number {
  return typeof list === 'object' && list !== null && 'size' in list && typeof list.size === 'number'
    ? list.size
    : 0;
}

interface Walk {
  names: Set<string>;
  loops: NamedFile[][];
}

/**
 * Walks a parsed expression: what each loop goes through is handed to its guards first, and names that no loop makes
 * are those of facts.
 */
function guardLoops(node: unknown, walk: Walk, bound: ReadonlySet<string>): void {
  if (typeof node !== 'object' || node === null) return;
  if ('case' in node && node.case === 'identExpr' && 'value' in node) noteName(node.value, walk.names, bound);
  if ('case' in node && node.case === 'comprehensionExpr' && 'value' in node && isLoop(node.value))
    guardLoop(node.value, walk, bound);
  else for (const one of Object.values(node)) guardLoops(one, walk, bound);
}

function guardLoop(loop: Loop, walk: Walk, bound: ReadonlySet<string>): void {
  const index = walk.loops.push(filesNamedIn(loop)) - 1;
  guardLoops(loop.iterRange, walk, bound);
  const inside = new Set([...bound, loop.iterVar, loop.accuVar]);
  for (const part of [loop.accuInit, loop.loopCondition, loop.loopStep, loop.result])
    guardLoops(part, walk, inside);
  loop.iterRange = callOf(COST, callOf(lookedName(index), loop.iterRange));
}

function lookedName(index: number): string {
  return `@looked${index}`;
}

function noteName(ident: unknown, names: Set<string>, bound: ReadonlySet<string>): void {
  const name = typeof ident === 'object' && ident !== null && 'name' in ident ? ident.name : null;
  if (typeof name === 'string' && !bound.has(name)) names.add(name);
}

function isLoop(value: unknown): value is Loop {
  return typeof value === 'object' && value !== null && 'iterRange' in value && 'loopStep' in value;
}

function callOf(name: string, argument: unknown): unknown {
  const id = typeof argument === 'object' && argument !== null && 'id' in argument ? argument.id : 0n;
  return {
    $typeName: 'cel.expr.Expr',
    id,
    exprKind: {
      case: 'callExpr',
      value: { $typeName: 'cel.expr.Expr.Call', function: name, args: [argument] },
    },
  };
}

/** CEL's integers are of 64 bits; a whole number of JSON is one of them. */
function celValue(value: unknown): CelInput {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celValue);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, celValue(one)]));
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
