import type { MergedReport } from '../model/merged.ts';
import { headLines } from './merged/head.ts';
import { nodeLines } from './merged/nodes.ts';
import { rowBlocks } from './merged/rows.ts';
import { mergedSummary } from './merged/summary.ts';
import type { Look } from './text/paint.ts';

/** Many nodes for people: who was asked and who was not, each control by node, and who differs. */
export function renderMerged(merged: MergedReport, look: Look): string {
  const blocks = [
    headLines(merged, look),
    nodeLines(merged, look),
    ...rowBlocks(merged, look),
    mergedSummary(merged, look),
  ].filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
