import { KubetrueError } from '../model/errors.ts';
import type { CommandName } from './commands.ts';
import { bugText, errorText } from './error-text.ts';
import { refuseMistaken } from './mistaken.ts';
import { writeStdout } from './output.ts';
import { type Invocation, parseCommandLine, usage } from './parse.ts';
import { lookOf } from './terminal.ts';
import { VERSION } from './version.ts';

/** Each command is loaded when it is called: starting up is most of the time that a scan takes. */
const RUN: Record<CommandName, (invocation: Invocation) => Promise<number>> = {
  scan: async (invocation) => (await import('./scan.ts')).scan(invocation),
  snapshot: async (invocation) => (await import('./snapshot.ts')).snapshot(invocation),
  explain: async (invocation) => (await import('./explain.ts')).explain(invocation),
  rules: async (invocation) => (await import('./rules/index.ts')).rules(invocation),
  benchmarks: async (invocation) => (await import('./listings.ts')).listBenchmarks(invocation),
  diff: async (invocation) => (await import('./compare/diff.ts')).diff(invocation),
  report: async (invocation) => (await import('./compare/merge.ts')).merge(invocation),
  waivers: async (invocation) => (await import('./waivers/lint.ts')).lint(invocation),
  fix: async (invocation) => (await import('./fix/index.ts')).fix(invocation),
  completion: async (invocation) => (await import('./completion/index.ts')).completion(invocation),
  demo: async (invocation) => (await import('./demo.ts')).demo(invocation),
};

/**
 * Runs one command line.
 *
 * @param argv words after the program's name
 * @returns the exit code of docs/report.md
 */
export async function main(argv: readonly string[]): Promise<number> {
  // Nobody reads stderr any more: no reason to end.
  process.stderr.on('error', () => {});
  try {
    refuseMistaken(argv);
    return await run(parseCommandLine(argv));
  } catch (error) {
    process.stderr.write(error instanceof KubetrueError ? errorText(error) : bugText(error));
    return 2;
  }
}

async function run(invocation: Invocation): Promise<number> {
  const { command, options } = invocation;
  if (options.has('version')) return say(`kubetrue ${VERSION}\n`);
  if (options.has('help')) return say(await help(command));
  if (command !== null) return RUN[command](invocation);
  if (options.size > 0)
    throw usage('There is no command.', 'kubetrue scan judges this machine; kubetrue --help lists all');
  process.stderr.write(await help(null));
  return 2;
}

async function help(command: CommandName | null): Promise<string> {
  const { commandHelp, programHelp } = await import('./help.ts');
  const { width } = lookOf(process.stdout, process.env, true);
  return command === null ? programHelp(width) : commandHelp(command, width);
}

async function say(text: string): Promise<number> {
  await writeStdout(text);
  return 0;
}
