import { type EtcdProcess, type LaunchOptions, startEtcd } from '../../src/cli/demo/cluster-process.ts';

/** A running program: its process id, its end, what it wrote, and how to end it. */
export type Running = EtcdProcess;

/**
 * Starts a program that ends with this process, even when this process is killed: the kernel then kills it
 * (PR_SET_PDEATHSIG, which setpriv sets before it becomes the program). Nothing is inherited from the environment.
 */
export function start({ binary, argv, ...options }: LaunchOptions): Promise<Running> {
  return startEtcd({ binary: 'setpriv', argv: ['--pdeathsig', 'KILL', binary, ...argv], ...options });
}

/** The last lines of what a program wrote. */
export function tail(text: string, lines = 15): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
