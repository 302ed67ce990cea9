import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = join(ROOT, 'bin/kubetrue.js');

interface Step {
  id: string;
  shell: string;
  env: Record<string, string>;
  run: string;
}

interface Action {
  inputs: Record<string, { default: string }>;
  runs: { steps: Step[] };
}

/** The action as it stands in the repository. */
export const action: Action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

/** What a call of the action came to. */
export interface Outcome {
  code: number;
  log: string;
  outputs: Record<string, string>;
  summary: string;
}

/**
 * Runs the steps of the action in a directory as a runner does: bash with its options, expressions put into the
 * environment and nowhere else, outputs read from a file.
 *
 * @param path folders searched for programs before all others
 */
export function runAction(directory: string, given: Record<string, string>, path: string[] = []): Outcome {
  const temporary = join(directory, '.runner');
  mkdirSync(temporary, { recursive: true });
  const inputs = Object.entries(action.inputs).map(([name, { default: value }]) => [
    name,
    given[name] ?? value,
  ]);
  const known = new Map(inputs.map(([name, value]) => [`inputs.${name}`, value ?? '']));
  const outcome: Outcome = { code: 0, log: '', outputs: {}, summary: '' };
  for (const step of action.runs.steps) {
    const file = join(temporary, step.id);
    rmSync(`${file}.out`, { force: true });
    writeFileSync(`${file}.sh`, step.run);
    const env = Object.entries(step.env).map(([name, text]) => [name, evaluated(text, known)]);
    const { status, stdout, stderr } = spawnSync('bash', [...BASH, `${file}.sh`], {
      cwd: directory,
      encoding: 'utf8',
      env: {
        PATH: [...path, dirname(process.execPath), process.env.PATH].join(':'),
        HOME: temporary,
        RUNNER_TEMP: temporary,
        GITHUB_OUTPUT: `${file}.out`,
        GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
        ...Object.fromEntries(env),
      },
    });
    outcome.log += stdout + stderr;
    outcome.code = status ?? -1;
    for (const [name, value] of outputsIn(`${file}.out`)) {
      outcome.outputs[name] = value;
      known.set(`steps.${step.id}.outputs.${name}`, value);
    }
    if (outcome.code !== 0) break;
  }
  return { ...outcome, summary: textOf(join(temporary, 'summary')) };
}

/** How GitHub's runners call `shell: bash`. */
const BASH = ['--noprofile', '--norc', '-e', '-o', 'pipefail'];

function evaluated(text: string, known: ReadonlyMap<string, string>): string {
  return text.replace(/^\$\{\{ (.+) \}\}$/, (_, name: string) => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`nothing gives ${name}`);
    return value;
  });
}

function outputsIn(file: string): [string, string][] {
  const lines = textOf(file).split('\n').filter(Boolean);
  return lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
