import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { parseStrings } from '../../../machine/proc/parse.ts';
import { type Reading, read, readValue, unreadable } from '../../../machine/reading.ts';
import type { Host } from '../../host.ts';
import type { Candidate } from '../../proc/candidates.ts';
import { serviceOf } from '../systemd/service.ts';
import { type Start, startOfService, type Variable } from '../systemd/start.ts';
import { K3S_VARIABLES } from './flags.ts';

/** What K3s was started with. */
export interface Launch {
  /** Words after the subcommand. */
  words: readonly SourcedWord[];
  /** Variables that K3s reads. */
  environment: ReadonlyMap<string, Variable>;
  /** Files of the service that says so. */
  files: readonly string[];
}

/**
 * The words and variables that K3s was started with. It overwrites its command line, so that tokens do not show, and
 * with it the first of its environment variables; what was there is then taken from the service that systemd runs it in.
 * https://github.com/erikdubbelboer/gspt/blob/ce36a5128377/setproctitle.h
 */
export function launchOf(host: Host, candidate: Candidate, subcommand: string): Reading<Launch> {
  const shown = candidate.argv.length > 1 && !isOverwritten(candidate);
  return shown ? byProcess(host, candidate, subcommand) : byService(host, candidate, subcommand);
}

/** The whole command line has become one word, followed by nothing. */
function isOverwritten({ argv: [title = '', ...rest] }: Candidate): boolean {
  return / (?:server|agent) *$/.test(title) && rest.every((word) => word === '');
}

function byProcess(host: Host, candidate: Candidate, subcommand: string): Reading<Launch> {
  const environ = host.proc.read(`${candidate.pid}/environ`);
  if (environ.state !== 'read')
    return unreadable(`its environment: ${environ.state === 'missing' ? 'not there' : environ.reason}`);
  const words = candidate.argv.map((text) => ({ text, origin: { kind: 'flag', text } as const }));
  return read({
    words: after(words, subcommand),
    environment: variables(parseStrings(environ.value)),
    files: [],
  });
}

function byService(host: Host, candidate: Candidate, subcommand: string): Reading<Launch> {
  const unit = serviceOf(readValue(host.proc.read(`${candidate.pid}/cgroup`)));
  const title = 'K3s overwrites its command line';
  if (unit === null) return unreadable(`${title}, and no service of systemd that runs it was found`);
  const start = startOfService(host.files, unit);
  if (start.state !== 'read')
    return unreadable(`${title}, and ${start.state === 'missing' ? unit : start.reason}`);
  const { words, files } = start.value;
  if (!words.some(({ text }) => text === subcommand))
    return unreadable(`${title}, and the command of ${unit} is no k3s ${subcommand}`);
  const environ = readValue(host.proc.read(`${candidate.pid}/environ`));
  return read({ words: after(words, subcommand), environment: merged(start.value, environ), files });
}

/** As the process has it; the variable that was overwritten, and where one was set, come from the service. */
function merged({ environment }: Start, environ: Buffer | undefined): ReadonlyMap<string, Variable> {
  const own = new Map([...environment].filter(([name]) => K3S_VARIABLES.has(name)));
  if (environ === undefined) return own;
  for (const [name, { value, origin }] of variables(parseStrings(environ)))
    if (own.get(name)?.value !== value) own.set(name, { value, origin });
  return own;
}

/** The first mention of a name counts. */
function variables(words: readonly string[]): Map<string, Variable> {
  const found = new Map<string, Variable>();
  for (const word of words) {
    const at = word.indexOf('=');
    const name = word.slice(0, Math.max(at, 0));
    if (K3S_VARIABLES.has(name) && !found.has(name))
      found.set(name, { value: word.slice(at + 1), origin: { kind: 'environment', name } });
  }
  return found;
}

function after(words: readonly SourcedWord[], subcommand: string): readonly SourcedWord[] {
  return words.slice(words.findIndex(({ text }) => text === subcommand) + 1);
}
