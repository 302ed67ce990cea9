import { posix } from 'node:path';

/**
 * Programs that become, or start, the one that they name: kOps has go-runner write the log, OpenShift's API server is
 * waited for by watch-termination.
 */
const WRAPPERS: ReadonlySet<string> = new Set([
  'dumb-init',
  'env',
  'exec',
  'go-runner',
  'hyperkube',
  'ionice',
  'kube-log-runner',
  'nice',
  'timeout',
  'tini',
  'watch-termination',
]);
const SHELLS: ReadonlySet<string> = new Set(['ash', 'bash', 'dash', 'sh']);

/** Options, their numbers, and variables for `env`: what stands between a wrapper and the program. */
const NO_PROGRAM = /^-|^\d|=/;

/**
 * The name of the program that the words of a container start, seen through wrappers and scripts of a shell.
 *
 * @param sought Names of which a script is searched for the last; it may call anything before.
 */
export function startedProgram(words: readonly string[], sought: readonly string[]): string {
  const [first = '', ...rest] = words;
  const name = posix.basename(first);
  if (SHELLS.has(name)) return programsOf(rest, sought).findLast((one) => sought.includes(one)) ?? name;
  if (!WRAPPERS.has(name)) return name;
  const at = rest.findIndex((word) => !NO_PROGRAM.test(word));
  return at === -1 ? name : startedProgram(rest.slice(at), sought);
}

/** Programs of the commands of a script that is handed over as a word. */
function programsOf(behindShell: readonly string[], sought: readonly string[]): string[] {
  const script = behindShell.find((_word, index) => /^-[a-z]*c$/.test(behindShell[index - 1] ?? ''));
  return (script ?? '')
    .replaceAll('\\\n', ' ')
    .split(/[\n;&|()]+/)
    .map((command) => startedProgram(command.trim().split(/\s+/), sought));
}
