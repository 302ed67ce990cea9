import { posix } from 'node:path';
import type { Candidate } from './candidates.ts';

/** A process as its program and the words after it. */
export interface Command {
  program: string;
  words: readonly string[];
}

/**
 * K3s and RKE2 overwrite their command line by one word, `/usr/local/bin/k3s server`, so that `ps` shows no token
 * (k3s v1.33 pkg/cli/server/server.go, gspt.SetProcTitle).
 */
export function commandOf({ executable, argv }: Candidate): Command {
  const [first = '', ...words] = argv.join(' ').trim().split(/\s+/);
  const program = posix.basename(executable ?? first);
  const called = posix.basename(first);
  return { program: CALLED_AS[program]?.includes(called) === true ? called : program, words };
}

/** Programs that are another one when they are called by its name. k3s v1.33 cmd/server/main.go, reexec.Register */
const CALLED_AS: Readonly<Record<string, readonly string[]>> = {
  k3s: ['containerd', 'kubectl', 'crictl', 'ctr'],
};

/** Programs that are also the command line tools of their distribution, with the subcommands that stay and serve. */
const DAEMONS: Readonly<Record<string, readonly string[]>> = {
  k3s: ['server', 'agent'],
  rke2: ['server', 'agent'],
  k0s: ['controller', 'worker'],
};

/** False for the likes of `k3s kubectl`, which may run where no K3s does. */
export function isDaemon(candidate: Candidate): boolean {
  const { program, words } = commandOf(candidate);
  const subcommands = DAEMONS[program];
  return subcommands === undefined || candidate.argv.length === 0 || subcommands.includes(words[0] ?? '');
}
