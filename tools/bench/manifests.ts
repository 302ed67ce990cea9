import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRepository } from './repository.ts';
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

const MANIFESTS = 2000;
const LIMIT: Limit = { seconds: 2, peakMiB: 200 };
const ROUNDS = 9;

/** `kubetrue scan` of what a platform team keeps in its repository. */
export async function manifestsSection(program: string): Promise<Section> {
  const on = measuredOn();
  const folder = mkdtempSync(join(tmpdir(), 'kubetrue-bench-'));
  try {
    const repository = join(folder, 'repository');
    writeRepository(repository, MANIFESTS);
    const report = join(folder, 'report.txt');
    const words = [process.execPath, program, 'scan', repository, '--output', report];
    const run = await medianRun(words, ROUNDS);
    requireWritten(report, `${MANIFESTS} files before they run`);
    const text = `## ${MANIFESTS.toLocaleString('en')} manifests in one go

\`kubetrue scan REPOSITORY\` of ${MANIFESTS.toLocaleString('en')} files: workloads, Services, rights and policies of hundreds of applications, and of 40
clusters the static Pods, the kubelet's configuration and kubeadm's file. ${limitText(LIMIT)} Median of ${ROUNDS} runs.

${runTable(run)}
${on}
`;
    return { text, problems: overLimit('a scan of manifests', run, LIMIT) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
