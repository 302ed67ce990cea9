import { runInNewContext } from 'node:vm';
import { type CelInput, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import type { ExpressionFacts, ExpressionOutcome } from '../../evaluate/input.ts';

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
  compute(facts: ExpressionFacts): ExpressionOutcome;
}

/**
 * An expression made ready. Regular expressions are RE2's, which never go back; each loop asks first whether its items
 * are within the cost; time is limited besides.
 *
 * @throws Error for what is no expression
 */
export function compileExpression(text: string): Expression {
  const parsed = parse(text);
  const names = new Set<string>();
  countLoops(parsed.expr, names, new Set());
  let spent = 0;
  const cost = celFunc(COST, [CelScalar.DYN], CelScalar.DYN, (list) => {
    spent += sizeOf(list);
    if (spent > MOST_STEPS) throw new Error('too many steps');
    return list;
  });
  const planned: Compute = plan(celEnv({ funcs: [cost] }), parsed);
  const compute = (bindings: Record<string, CelInput>): ExpressionOutcome => {
    spent = 0;
    const value = withinTime(() => planned(bindings));
    if (value === TIMED_OUT) return { error: `it took more than ${MOST_MILLISECONDS} ms.` };
    if (spent > MOST_STEPS) return { error: `its loops go through more than ${MOST_STEPS} items.` };
    return outcomeOf(value);
  };
  return { names: [...names], compute: (facts) => bound([...names], facts, compute) };
}

/** Facts that the expression names, or the first reason why some are not there. */
function bound(
  names: readonly string[],
  facts: ExpressionFacts,
  compute: (bindings: Record<string, CelInput>) => ExpressionOutcome,
): ExpressionOutcome {
  const bindings: Record<string, CelInput> = {};
  for (const name of names) {
    const found = facts[name]?.();
    if (found === undefined) return { error: `there is nothing called ${name}.` };
    if ('missing' in found) return { unknown: found.missing };
    bindings[name] = celValue(found.value);
  }
  return compute(bindings);
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

/**
 * Walks a parsed expression: what each loop goes through is handed to the cost first, and names that no loop makes are
 * those of facts.
 */
function countLoops(node: unknown, names: Set<string>, bound: ReadonlySet<string>): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) countLoops(one, names, bound);
    return;
  }
  if ('case' in node && node.case === 'identExpr' && 'value' in node) noteName(node.value, names, bound);
  if ('case' in node && node.case === 'comprehensionExpr' && 'value' in node && isLoop(node.value)) {
    const loop = node.value;
    countLoops(loop.iterRange, names, bound);
    const inside = new Set([...bound, loop.iterVar, loop.accuVar]);
    for (const part of [loop.accuInit, loop.loopCondition, loop.loopStep, loop.result])
      countLoops(part, names, inside);
    loop.iterRange = costOf(loop.iterRange);
    return;
  }
  for (const one of Object.values(node)) countLoops(one, names, bound);
}

function noteName(ident: unknown, names: Set<string>, bound: ReadonlySet<string>): void {
  const name = typeof ident === 'object' && ident !== null && 'name' in ident ? ident.name : null;
  if (typeof name === 'string' && !bound.has(name)) names.add(name);
}

interface Loop {
  iterVar: string;
  accuVar: string;
  iterRange: unknown;
  accuInit: unknown;
  loopCondition: unknown;
  loopStep: unknown;
  result: unknown;
}

function isLoop(value: unknown): value is Loop {
  return typeof value === 'object' && value !== null && 'iterRange' in value && 'loopStep' in value;
}

function costOf(range: unknown): unknown {
  const id = typeof range === 'object' && range !== null && 'id' in range ? range.id : 0n;
  return {
    $typeName: 'cel.expr.Expr',
    id,
    exprKind: {
      case: 'callExpr',
      value: { $typeName: 'cel.expr.Expr.Call', function: COST, args: [range] },
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
