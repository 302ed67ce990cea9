import { readFileSync } from 'node:fs';
import type { Node } from '../node.ts';
import type { Step } from './steps.ts';

/** What a command wrote, and how it ended; 124 when it took too long. */
export interface StepOutcome {
  code: number;
  stdout: string;
  stderr: string;
}

const DIRECTORY = '/run/audit';
const LONGEST_SECONDS = 60;

/** Runs the commands of a page one after the other in one shell on a node, as a person pastes them. */
export async function runSteps(node: Node, steps: readonly Step[]): Promise<StepOutcome[]> {
  const lines = steps.map((_step, index) => `run "$STEP_${index}" ${DIRECTORY}/${index}`);
  const env = Object.fromEntries(steps.map(({ command }, index) => [`STEP_${index}`, command]));
  const script = [PREAMBLE, ...lines].join('\n');
  await node.exec(['timeout', String(LONGEST_SECONDS), 'bash', '-c', script], { env });
  return steps.map((_step, index) => outcomeOf(node.outside(`${DIRECTORY}/${index}`)));
}

const PREAMBLE = `rm -rf ${DIRECTORY}; mkdir ${DIRECTORY}
run() { eval "$1" >"$2.stdout" 2>"$2.stderr" </dev/null; echo $? >"$2.code"; }`;

function outcomeOf(path: string): StepOutcome {
  const read = (what: string) => {
    try {
      return readFileSync(`${path}.${what}`, 'utf8');
    } catch {
      return '';
    }
  };
  return { code: Number(read('code').trim() || 124), stdout: read('stdout'), stderr: read('stderr') };
}
