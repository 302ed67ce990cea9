import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding, Report, Status } from '../../src/model/finding.ts';
import { medianRun } from './rounds.ts';
import {
  type Limit,
  limitText,
  measuredOn,
  overLimit,
  requireWritten,
  runTable,
  type Section,
} from './section.ts';

const NODES = 1000;
const LIMIT: Limit = { seconds: 10, peakMiB: 500 };
const ROUNDS = 3;
const CAPTURE = fileURLToPath(new URL('../../content/demo/control-plane.json', import.meta.url));

/** `kubetrue report merge` of a thousand reports on nodes like the recorded control plane. */
export async function mergeSection(program: string): Promise<Section> {
  const on = measuredOn();
  const folder = mkdtempSync(join(tmpdir(), 'kubetrue-bench-'));
  try {
    const report = recordedReport(program);
    const files = writeReports(folder, report);
    const words = [process.execPath, program, 'report', 'merge', ...files];
    const merged = join(folder, 'merged.txt');
    const run = await medianRun([...words, '--output', merged], ROUNDS);
    requireWritten(merged, `${NODES} nodes in one report`);
    const kib = Math.round(JSON.stringify(report, null, 2).length / 1024);
    const text = `## A merged report of ${NODES.toLocaleString('en')} nodes

\`kubetrue report merge\` of ${NODES.toLocaleString('en')} reports of ${kib} KiB each, each of a whole control plane, with drifting
verdicts. ${limitText(LIMIT)} Median of ${ROUNDS} runs.

${runTable(run)}
${on}
`;
    return { text, problems: overLimit('a merged report', run, LIMIT) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The report on the recorded control plane that `kubetrue demo` judges. */
function recordedReport(program: string): Report {
  const words = ['scan', '--snapshot', CAPTURE, '--format', 'json', '--fail-on', 'never'];
  const { stdout } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout);
}

function writeReports(folder: string, report: Report): string[] {
  return Array.from({ length: NODES }, (_, index) => {
    const name = `node-${index}`;
    const file = join(folder, `${name}.json`);
    writeFileSync(file, `${JSON.stringify(reportOf(report, name, index), null, 2)}\n`);
    return file;
  });
}

/** The same for another node: process numbers, two roles, and now and then another verdict than elsewhere. */
function reportOf(report: Report, name: string, index: number): Report {
  const findings = report.findings.map((finding, place): Finding => {
    const { target, status } = finding;
    const own = target.kind === 'process' ? { ...target, pid: 1000 + index + place } : target;
    return { ...finding, target: { ...own, node: name }, status: drifted(status, index * 31 + place * 7) };
  });
  const roles = index % 3 === 0 ? ['control-plane'] : ['control-plane', 'etcd'];
  return { ...report, node: { ...report.node, name, roles }, findings };
}

/** One verdict in a hundred differs. */
function drifted(status: Status, draw: number): Status {
  if (draw % 100 !== 0) return status;
  return status === 'pass' ? 'fail' : status === 'fail' ? 'pass' : status;
}
