import type { Finding, Report } from '../../src/model/finding.ts';
import type { Node } from './node.ts';

/** Scans a node with the built program, as root; throws when that could not be done at all. */
export async function scan(node: Node, words: readonly string[] = []): Promise<Report> {
  const { code, stdout, stderr } = await node.kubetrue(['scan', '--format', 'json', ...words]);
  if (code === null || code === 2 || stderr !== '') throw new Error(`scan: exit code ${code}\n${stderr}`);
  return JSON.parse(stdout) as Report;
}

/** `fail`, or `fail, letter pass` where the benchmark's own sentence says otherwise. */
export function verdictOf({ status, letter }: Finding): string {
  return letter === undefined ? status : `${status}, letter ${letter}`;
}

/** Verdicts by the number of the control; throws when a control has more than one finding. */
export function byControl({ findings }: Report): Readonly<Record<string, string>> {
  return unique(
    findings.flatMap((finding) =>
      finding.controls.map(({ control }) => [control, verdictOf(finding)] as const),
    ),
  );
}

/** Verdicts by rule; throws when a rule has more than one finding. */
export function byRule({ findings }: Report): Readonly<Record<string, string>> {
  return unique(findings.map((finding) => [finding.rule, verdictOf(finding)] as const));
}

function unique(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const record = Object.fromEntries(entries);
  if (Object.keys(record).length < entries.length) throw new Error('two findings of one kind');
  return record;
}

/** Those findings whose status is one of the given. */
export function withStatus({ findings }: Report, ...statuses: readonly string[]): string[] {
  return findings
    .filter(({ status }) => statuses.includes(status))
    .map(({ rule, status, reason }) => `${rule}: ${status}: ${reason}`);
}
