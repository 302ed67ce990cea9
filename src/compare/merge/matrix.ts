import type { Finding, Report } from '../../model/finding.ts';
import type { MergedNode } from '../../model/merged.ts';
import { type Cell, cellOf, worse } from './cell.ts';

/** What one rule is called, and its verdicts by the number of the report. */
export interface Row {
  rule: string;
  title: string;
  severity: Finding['severity'];
  controls: Map<string, Finding['controls'][number]>;
  of: 'node' | 'cluster';
  cells: Map<number, Cell>;
}

/** A node as a column, with what else its report says of the cluster. */
export interface Column extends MergedNode {
  cluster: Report['cluster'];
  judge: Report['judge'];
  /** How many rules it tells of. */
  rules: number;
}

/**
 * Takes in one report after the other and keeps nothing of it but what the matrix shows: of a thousand reports the
 * evidence would not fit into memory.
 */
export class Matrix {
  readonly columns: Column[] = [];
  readonly rows = new Map<string, Row>();

  add(file: string, report: Report): void {
    const index = this.columns.length;
    this.columns.push(columnOf(file, report));
    for (const finding of report.findings) this.#take(finding, index);
  }

  #take(finding: Finding, index: number): void {
    const row = this.rows.get(finding.rule) ?? rowOf(finding);
    this.rows.set(finding.rule, row);
    for (const control of finding.controls) {
      const key = `${control.benchmark}@${control.version} ${control.control}`;
      if (!row.controls.has(key)) row.controls.set(key, { ...control });
    }
    const before = row.cells.get(index);
    const cell = cellOf(finding);
    row.cells.set(index, before === undefined ? cell : worse(before, cell));
  }
}

function rowOf({ rule, title, severity, target }: Finding): Row {
  const of = target.kind === 'cluster' ? 'cluster' : 'node';
  return { rule, title, severity, of, controls: new Map(), cells: new Map() };
}

function columnOf(
  file: string,
  { node, at, tool, benchmark, summary, cluster, judge, findings }: Report,
): Column {
  const { name, kubernetes, distribution, roles } = node;
  return {
    node: name,
    report: file,
    at,
    tool: tool.version,
    benchmark: { name: benchmark.name, version: benchmark.version },
    kubernetes,
    distribution,
    roles: [...roles],
    summary,
    cluster,
    judge,
    rules: new Set(findings.map(({ rule }) => rule)).size,
  };
}
