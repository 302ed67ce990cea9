/** A path or group of files that an expression writes out, as in `f.path == '/etc/shadow'`. */
export interface NamedFile {
  field: 'path' | 'group';
  value: string;
}

/** A loop of a parsed expression. */
export interface Loop {
  iterVar: string;
  accuVar: string;
  iterRange: unknown;
  accuInit: unknown;
  loopCondition: unknown;
  loopStep: unknown;
  result: unknown;
}

const COMPARISONS: readonly unknown[] = ['_==_', '_!=_', '@in'];

/** What a loop over `files`, or over what a loop has made of them, compares the path or group of its item with. */
export function filesNamedIn({ iterVar, iterRange, loopStep }: Loop): NamedFile[] {
  return rootOf(iterRange) === 'files' ? comparedIn(loopStep, iterVar) : [];
}

/** The name of the facts that a list comes from. */
function rootOf(range: unknown): unknown {
  const loop = partOf(range, 'comprehensionExpr');
  return loop === null ? partOf(range, 'identExpr')?.name : rootOf(loop.iterRange);
}

function comparedIn(node: unknown, item: string): NamedFile[] {
  if (!isRecord(node)) return [];
  const call = partOf(node, 'callExpr');
  const own = call !== null && COMPARISONS.includes(call.function) ? compared(call.args, item) : [];
  return [...own, ...Object.values(node).flatMap((one) => comparedIn(one, item))];
}

function compared(args: unknown, item: string): NamedFile[] {
  const list: readonly unknown[] = Array.isArray(args) ? args : [];
  const field = list.map((one) => fieldOf(one, item)).find((one) => one !== null) ?? null;
  return field === null ? [] : list.flatMap(textsOf).map((value) => ({ field, value }));
}

function fieldOf(node: unknown, item: string): NamedFile['field'] | null {
  const select = partOf(node, 'selectExpr');
  if (select === null || partOf(select.operand, 'identExpr')?.name !== item) return null;
  const { field } = select;
  return field === 'path' || field === 'group' ? field : null;
}

/** A text, or those of a list. */
function textsOf(node: unknown): string[] {
  const elements = partOf(node, 'listExpr')?.elements;
  if (Array.isArray(elements)) return elements.flatMap(textsOf);
  const constant = partOf(node, 'constExpr')?.constantKind;
  return isRecord(constant) && typeof constant.value === 'string' ? [constant.value] : [];
}

/** What an expression of one kind holds; null for one of another kind. */
function partOf(node: unknown, kind: string): Record<string, unknown> | null {
  const held = isRecord(node) ? node.exprKind : null;
  return isRecord(held) && held.case === kind && isRecord(held.value) ? held.value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
