import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Calls by which a program reaches for the network. What stays in the machine (unix sockets, netlink) is no such call. */
const REACHES = /(?:socket\(AF_INET|(?:connect|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_INET)/;

/**
 * Runs a shell script in a network namespace of its own, in which there is nothing to reach, and watches its system
 * calls (root; Debian: apt-get install strace).
 *
 * @param script run by sh in `directory`
 * @returns what reached for the network all the same
 */
export async function withoutNetwork(script: string, directory: string): Promise<string[]> {
  const trace = join(directory, 'trace');
  const strace = ['-f', '--seccomp-bpf', '-qq', '-e', 'trace=%network', '-e', 'signal=none', '-o', trace];
  await shell('strace', [...strace, 'unshare', '--net', 'sh', '-c', script], directory);
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => REACHES.test(line));
}

/** Runs a shell script as it is. */
export async function withNetwork(script: string, directory: string): Promise<void> {
  await shell('sh', ['-c', script], directory);
}

/** With no more of an environment than a script needs: no home that holds a kubeconfig. */
async function shell(program: string, words: readonly string[], cwd: string): Promise<void> {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: cwd, LANG: 'C.UTF-8' };
  const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
}
