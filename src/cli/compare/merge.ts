import { mergeFaults } from '../../compare/merge/faults.ts';
import { mergedReport } from '../../compare/merge/index.ts';
import { Matrix } from '../../compare/merge/matrix.ts';
import { newest } from '../../compare/merge/newest.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { Report } from '../../model/finding.ts';
import type { MergedReport } from '../../model/merged.ts';
import type { FailOn } from '../exit-code.ts';
import { lookAt } from '../look.ts';
import { checkOutput, writeOutput, writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { type Progress, startProgress } from '../progress.ts';
import { VERSION } from '../version.ts';
import { expectedNodes } from './expected.ts';
import { mergedExitCode } from './merged-exit-code.ts';
import { readReport } from './report-file.ts';

/**
 * `kubetrue report merge REPORT…`: reports of many nodes as one.
 * @throws KubetrueError KT_REPORT with what is wrong with all of them; nothing is written then
 */
export async function merge(invocation: Invocation): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const expected = expectedNodes(invocation.options.get('expect') ?? []);
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const matrix = await readAll(invocation.words.slice(1), progress).finally(() => progress.stop());
  checkTogether(matrix);
  const merged = mergedReport({ matrix, toolVersion: VERSION, expected });
  const text = await render(invocation, merged, output);
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
  return mergedExitCode(merged, (optionOf(invocation, 'fail-on') ?? 'any') as FailOn);
}

const MOST_BROKEN = 50;

/** One report after the other, so that one is in memory. */
async function readAll(paths: readonly string[], progress: Progress): Promise<Matrix> {
  const matrix = new Matrix();
  const broken: KubetrueError[] = [];
  for (const [index, path] of paths.entries()) {
    progress.tell(`reading report ${index + 1} of ${paths.length}`);
    try {
      matrix.add(path, ofNode(path, await readReport(path)));
    } catch (error) {
      if (!(error instanceof KubetrueError)) throw error;
      broken.push(error);
      if (broken.length === MOST_BROKEN) break;
    }
  }
  const [first] = broken;
  if (first === undefined) return matrix;
  throw new KubetrueError(
    first.code,
    broken.flatMap(({ problems }) => problems),
  );
}

/** A report on files has no node, and would hide what another such report says. */
function ofNode(path: string, report: Report): Report {
  if (report.files === undefined) return report;
  throw new KubetrueError('KT_REPORT', {
    message: 'is a report on files before they run, and on no node',
    file: path,
    hint: 'merge reports of nodes; of files, scan all of them in one go',
  });
}

function checkTogether({ columns }: Matrix): void {
  const faults = mergeFaults(columns, newest(columns));
  if (faults.length > 0) throw new KubetrueError('KT_REPORT', faults);
}

async function render(invocation: Invocation, merged: MergedReport, output: string | null): Promise<string> {
  if (optionOf(invocation, 'format') === 'json') return `${JSON.stringify(merged, null, 2)}\n`;
  const { renderMerged } = await import('../../report/merged.ts');
  return renderMerged(merged, lookAt(invocation, output));
}
