import type { Report, Status } from '../../model/finding.ts';
import type { MergedReport, MergedRow } from '../../model/merged.ts';
import { MERGED_SCHEMA } from '../../model/schema-names.ts';
import { byControl } from './by-control.ts';
import { type Cell, isOpen } from './cell.ts';
import type { Column, Matrix, Row } from './matrix.ts';
import { newest } from './newest.ts';
import { differences } from './outliers.ts';

export interface MergeInput {
  matrix: Matrix;
  toolVersion: string;
  /** Names of nodes that should have a report; null: what the reports tell of their clusters decides. */
  expected: readonly string[] | null;
}

/** The reports in a matrix as one. Pure: the same reports in the same order give the same bytes. */
export function mergedReport({ matrix, toolVersion, expected }: MergeInput): MergedReport {
  const { kept, superseded } = newest(matrix.columns);
  const columns = [...kept].sort(([, left], [, right]) => (left.node < right.node ? -1 : 1));
  const names = new Set(columns.map(([, { node }]) => node));
  const wanted = expected?.map((node) => ({ node, why: 'It was expected.' })) ?? told(columns);
  const rows = [...matrix.rows.values()].map((row) => mergedRow(row, columns)).sort(byControl);
  return {
    schema: MERGED_SCHEMA,
    tool: { name: 'kubetrue', version: toolVersion },
    nodes: columns.map(([, { cluster: _cluster, judge: _judge, rules: _rules, ...node }]) => node),
    missing: wanted.filter(({ node }) => !names.has(node)),
    unexpected: expected === null ? [] : [...names].filter((name) => !expected.includes(name)),
    superseded,
    controls: rows,
    summary: summaryOf(rows),
    waived: rows.reduce((sum, { waived }) => sum + waived.length, 0),
  };
}

type Numbered = readonly [index: number, column: Column];

/** All nodes of the clusters that were asked, each once. */
function told(columns: readonly Numbered[]): { node: string; why: string }[] {
  const found = new Map<string, string>();
  for (const [, { node: by, cluster }] of columns) {
    for (const node of cluster?.nodes ?? [])
      if (!found.has(node)) found.set(node, `It is a node of ${cluster?.server}, by the report of ${by}.`);
  }
  return [...found].map(([node, why]) => ({ node, why })).sort((a, b) => (a.node < b.node ? -1 : 1));
}

function mergedRow(row: Row, columns: readonly Numbered[]): MergedRow {
  const seen = columns.flatMap(([index, column]) => {
    const cell = row.cells.get(index);
    return cell === undefined ? [] : [{ node: column.node, role: roleOf(column, row), cell, column }];
  });
  const cells = row.of === 'cluster' ? informed(seen) : seen;
  const compared = cells.map(({ node, role, cell: { status } }) => ({ node, role, status }));
  return {
    ...{ rule: row.rule, title: row.title, severity: row.severity, controls: [...row.controls.values()] },
    of: row.of,
    statuses: Object.fromEntries(cells.map(({ node, cell }) => [node, cell.status])),
    waived: cells.filter(({ cell }) => cell.waived).map(({ node }) => node),
    ...differences(compared),
  };
}

/** What is true of a cluster is so whoever asks: a node that asked nobody, or may not look, has nothing to add. */
function informed<T extends { cell: Cell; column: Column }>(cells: readonly T[]): readonly T[] {
  const asked = cells.filter(({ column }) => column.cluster !== undefined);
  const among = asked.length > 0 ? asked : cells;
  const decided = among.filter(({ cell }) => !isOpen(cell));
  return decided.length > 0 ? decided : among;
}

function roleOf({ roles }: Column, { of }: Row): string | null {
  if (of === 'cluster') return null;
  return roles.length === 0 ? 'no role' : [...roles].sort().join(', ');
}

/** What is true of the cluster counts once, however many nodes told it. */
function summaryOf(rows: readonly MergedRow[]): Report['summary'] {
  const summary = { pass: 0, fail: 0, conflict: 0, manual: 0, 'not-applicable': 0, unknown: 0, error: 0 };
  for (const { of, statuses } of rows) {
    const all: Status[] = Object.values(statuses);
    for (const status of of === 'cluster' ? new Set(all) : all) summary[status] += 1;
  }
  return summary;
}
