import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/model/finding.ts';
import { medianRun, type Run } from './rounds.ts';

/** What a merged report of this many nodes may take. */
const NODES = 1000;
const LIMIT = { wallMs: 10_000, peakMiB: 500 };
const ROUNDS = 3;

/** A section of docs/benchmarks.md, and what is over its limit. */
export interface Section {
  text: string;
  problems: string[];
}

/** `kubetrue report merge` of a thousand reports as large as that of a real control-plane node. */
export async function mergeSection(program: string, report: Report): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'kubetrue-bench-'));
  try {
    const files = writeReports(folder, report, NODES);
    const words = [process.execPath, program, 'report', 'merge', ...files];
    const run = await medianRun([...words, '--output', join(folder, 'merged.txt')], ROUNDS);
    return { text: textOf(run, JSON.stringify(report, null, 2).length), problems: problemsOf(run) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same report for nodes of different names; one in a hundred differs in a verdict. */
function writeReports(folder: string, report: Report, count: number): string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, index) => {
    const name = `node-${index}`;
    const findings = report.findings.map((finding, place) => ({
      ...finding,
      target: { ...finding.target, node: name },
      ...(index % 100 === 0 && place === 0 ? { status: 'fail' as const } : {}),
    }));
    const file = join(folder, `${name}.json`);
    const own = { ...report, node: { ...report.node, name }, findings };
    writeFileSync(file, `${JSON.stringify(own, null, 2)}\n`);
    return file;
  });
}

function textOf({ wallMs, peakMiB }: Run, bytes: number): string {
  return `## A merged report of ${NODES.toLocaleString('en')} nodes

\`kubetrue report merge\` of ${NODES.toLocaleString('en')} reports of ${Math.round(bytes / 1024)} KiB each, each of a whole control plane.
It may take ${LIMIT.wallMs / 1000} s and ${LIMIT.peakMiB} MiB.

| wall time | peak memory |
| --- | --- |
| ${(wallMs / 1000).toFixed(1)} s | ${peakMiB.toFixed(0)} MiB |
`;
}

function problemsOf({ wallMs, peakMiB }: Run): string[] {
  return [
    ...(wallMs > LIMIT.wallMs ? [`a merged report takes ${(wallMs / 1000).toFixed(1)} s`] : []),
    ...(peakMiB > LIMIT.peakMiB ? [`a merged report takes ${peakMiB.toFixed(0)} MiB`] : []),
  ];
}
