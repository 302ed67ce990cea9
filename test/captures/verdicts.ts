import { loadCatalog } from '../../src/catalog/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { CONTENT } from '../cases/case-file.ts';
import { collectLayout, type Layout, type Verdicts } from './layout.ts';
import { wholeReport } from '../../src/cli/judge.ts';

export const catalog = loadCatalog(CONTENT);

/** Whether a control is about objects of the cluster, which no layout holds. */
export function asksTheApi(control: string): boolean {
  return /^(3\.1|5)\./.test(control);
}

/** A snapshot judged as `kubetrue scan --snapshot` judges it, at the time when it was taken. */
export function judgeSnapshot(snapshot: Snapshot): Report {
  return wholeReport(catalog, snapshot, new Date(snapshot.at));
}

/** What a collected layout is, the benchmark that it is judged by, and the status of each of its controls. */
export async function judgeLayout(
  layout: Layout,
): Promise<{ node: string; benchmark: string; statuses: Record<string, string> }> {
  const report = judgeSnapshot(await collectLayout(layout));
  const { distribution, roles } = report.node;
  return {
    node: `${distribution}: ${roles.join(', ')}`,
    benchmark: `${report.benchmark.name} ${report.benchmark.version}`,
    statuses: Object.fromEntries(
      Object.entries(statusesOf(report)).filter(([control]) => !asksTheApi(control)),
    ),
  };
}

/** The status of each control of a report; of a control with findings that differ all of them. */
export function statusesOf({ findings }: Report): Record<string, string> {
  const statuses: Record<string, string> = {};
  for (const { status, letter, controls } of findings) {
    for (const { control } of controls) {
      const told = letter === undefined ? status : `${status}, letter ${letter}`;
      statuses[control] =
        control in statuses && statuses[control] !== told ? `${statuses[control]}; ${told}` : told;
    }
  }
  return statuses;
}

/** The status of each control that a capture tells of; a control that it tells of twice gets both. */
export function toldStatuses(verdicts: Verdicts): Record<string, string> {
  const statuses: Record<string, string> = {};
  for (const [status, controls] of verdicts) {
    for (const control of controls.split(' ').flatMap(inRange)) {
      statuses[control] = control in statuses ? `${statuses[control]}; ${status}` : status;
    }
  }
  return statuses;
}

/** The controls of "1.2.4-8", and "1.2.4" alone. */
function inRange(range: string): string[] {
  const [, section = '', first, last = first] = /^(\d+(?:\.\d+)*\.)(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  if (first === undefined || last === undefined) throw new Error(`No control: ${range}`);
  return Array.from(
    { length: Number(last) - Number(first) + 1 },
    (_, index) => `${section}${Number(first) + index}`,
  );
}
