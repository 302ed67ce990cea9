import type { Finding, Report } from '../../model/finding.ts';
import { targetTitle } from '../common/target.ts';
import { isOutsideFiles } from './files.ts';
import { controlNumber, findingLines, headNumber } from './finding.ts';
import { type Look, markOf, paint, signs } from './paint.ts';
import { widthOf, wrap } from './width.ts';

/** One block per target, in the report's order. */
export function targetBlocks(report: Report, look: Look): string[][] {
  const shown = report.findings.filter((finding) => !isOutsideFiles(finding, report));
  return groups(shown).map((findings) => block(findings, look));
}

function groups(findings: readonly Finding[]): Finding[][] {
  const byTarget = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([
      finding.target.component,
      finding.target.kind === 'process' ? finding.target.pid : null,
      finding.target.kind === 'file' ? [finding.target.path, finding.target.line] : null,
    ]);
    const group = byTarget.get(key);
    if (group === undefined) byTarget.set(key, [finding]);
    else group.push(finding);
  }
  return [...byTarget.values()];
}

function block(findings: readonly Finding[], look: Look): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const heading = wrap(signs(look, targetTitle(first.target)), look.width).map((line) =>
    paint(look, 'bold', line),
  );
  const number = Math.max(...findings.map((finding) => widthOf(headNumber(finding))));
  const lines = runs(findings).map((run) => linesOf(run, number, look));
  return [...heading, ...spaced(lines)];
}

/** Many controls that nothing can be said of for one and the same reason are said once. */
function linesOf(run: readonly Finding[], number: number, look: Look): string[] {
  const [first] = run;
  if (first === undefined) return [];
  return run.length > 1 ? togetherLines(run, first, look) : findingLines(first, { number }, look);
}

/** Neighbours that are said together. */
function runs(findings: readonly Finding[]): Finding[][] {
  const found: Finding[][] = [];
  for (const finding of findings) {
    const run = found.at(-1);
    if (run?.[0] !== undefined && isSaidWith(run[0], finding)) run.push(finding);
    else found.push([finding]);
  }
  return found;
}

const SHARED_WORDS: Partial<Record<Finding['status'], string>> = {
  'not-applicable': 'not applicable',
  unknown: 'unknown',
};

function isSaidWith(first: Finding, other: Finding): boolean {
  return (
    SHARED_WORDS[first.status] !== undefined &&
    first.status === other.status &&
    first.reason === other.reason &&
    first.letter === undefined &&
    other.letter === undefined
  );
}

/** An empty line after each control that has much to say. */
function spaced(blocks: readonly string[][]): string[] {
  return blocks.flatMap((lines, index) =>
    lines.length > 4 && index < blocks.length - 1 ? [...lines, ''] : lines,
  );
}

function togetherLines(findings: readonly Finding[], first: Finding, look: Look): string[] {
  const numbers = findings.map(controlNumber);
  const text = `${numbers.join(', ')} ${SHARED_WORDS[first.status]}: ${first.reason}`;
  return wrap(signs(look, text), look.width - 4).map((line, index) =>
    index === 0
      ? `  ${markOf(look, first.status)} ${paint(look, 'dim', line)}`
      : `    ${paint(look, 'dim', line)}`,
  );
}
