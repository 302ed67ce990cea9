import type { Finding, Report, Target } from '../../model/finding.ts';
import { controlNumber, findingLines } from './finding.ts';
import { type Look, markOf, paint, signs } from './paint.ts';
import { widthOf, wrap } from './width.ts';

/** One block per target, in the report's order. */
export function targetBlocks(report: Report, look: Look): string[][] {
  return groups(report.findings).map((findings) => block(findings, look));
}

function groups(findings: readonly Finding[]): Finding[][] {
  const byTarget = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([
      finding.target.component,
      finding.target.kind === 'process' ? finding.target.pid : null,
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
  const heading = wrap(signs(look, headingOf(first.target)), look.width).map((line) =>
    paint(look, 'bold', line),
  );
  if (allAbsent(findings)) return [...heading, ...absentLines(findings, first, look)];
  const number = Math.max(...findings.map((finding) => widthOf(controlNumber(finding))));
  return [...heading, ...spaced(findings.map((finding) => findingLines(finding, { number }, look)))];
}

/** An empty line after each control that has much to say. */
function spaced(blocks: readonly string[][]): string[] {
  return blocks.flatMap((lines, index) =>
    lines.length > 4 && index < blocks.length - 1 ? [...lines, ''] : lines,
  );
}

function headingOf(target: Target): string {
  if (target.kind === 'node') return target.component;
  const version = target.version === undefined ? '' : ` ${target.version}`;
  const name = target.name === undefined ? '' : ` · ${target.name}`;
  return `${target.component}${version}${name} · pid ${target.pid}`;
}

/** Many controls that do not apply for one and the same reason are said once. */
function allAbsent(findings: readonly Finding[]): boolean {
  const reasons = new Set(findings.map((finding) => finding.reason));
  return (
    findings.length > 1 &&
    reasons.size === 1 &&
    findings.every((one) => one.status === 'not-applicable' && one.letter === undefined)
  );
}

function absentLines(findings: readonly Finding[], first: Finding, look: Look): string[] {
  const numbers = findings.map(controlNumber);
  const text = `${numbers.join(', ')} not applicable: ${first.reason}`;
  return wrap(signs(look, text), look.width - 4).map((line, index) =>
    index === 0
      ? `  ${markOf(look, 'not-applicable')} ${paint(look, 'dim', line)}`
      : `    ${paint(look, 'dim', line)}`,
  );
}
