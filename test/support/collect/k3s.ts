import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { insideOf } from '../../../src/collect/embedded/embedders.ts';
import type { Inside } from '../../../src/collect/embedded/inside.ts';
import { openHost } from '../../../src/collect/host.ts';
import { candidates } from '../../../src/collect/proc/candidates.ts';
import { k3sProgram } from './go-program.ts';
import { BOOT_SECONDS, type CapturedProcess, capturedProcess, plantTree } from './tree.ts';

const PROGRAM = `/var/lib/rancher/k3s/data/${'ab'.repeat(32)}/bin/k3s`;
const PID = 700;

export interface GivenK3s {
  role?: 'server' | 'agent';
  /** Words behind the subcommand in the command of its service. */
  words?: readonly string[];
  version?: string;
  /** Text of config.yaml. */
  config?: string;
  process?: Partial<CapturedProcess>;
  /** Whether the environment of the process was captured; it is where not said. */
  environ?: boolean;
  files?: Readonly<Record<string, string | Buffer>>;
  /** Files that are newer than the process. */
  changed?: readonly string[];
  /** Ports that the process listens on; unknown where not given. */
  ports?: readonly number[];
}

/** What is found inside a K3s that systemd started, in a captured tree. */
export async function k3sInside(given: GivenK3s): Promise<readonly Inside[]> {
  const host = openHost(plantK3s(given));
  try {
    const [candidate] = candidates(host.proc).list.filter(({ pid }) => pid === PID);
    if (candidate === undefined) throw new Error('no process');
    return await insideOf(host, candidate);
  } finally {
    host.files.close();
  }
}

/** The words of one component, or why they are not known. */
export async function k3sWords(component: string, given: GivenK3s): Promise<readonly string[] | string> {
  const inside = await k3sInside(given);
  const words = inside.find((one) => one.component === component)?.words;
  if (words?.state === 'present') return words.value.map(({ text }) => text);
  return words?.state === 'unreadable' ? words.reason : 'not running';
}

function plantK3s({ role = 'server', version = '1.33.4', changed = [], ...given }: GivenK3s): string {
  const unit = role === 'server' ? 'k3s.service' : 'k3s-agent.service';
  const command = ['/usr/local/bin/k3s', role, ...(given.words ?? []).map((word) => `'${word}'`)].join(' ');
  const { environment, ...process }: CapturedProcess = {
    argv: Buffer.from(`/usr/local/bin/k3s ${role}${'\0'.repeat(40)}`, 'latin1'),
    executable: PROGRAM,
    environment: ['', 'PATH=/usr/bin'],
    cwd: '/',
    root: '/',
    cgroup: `0::/system.slice/${unit}\n`,
    ...given.process,
  };
  const root = plantTree({
    'proc/stat': `btime ${BOOT_SECONDS}\n`,
    ...capturedProcess(
      PID,
      given.environ === false || environment === undefined ? process : { ...process, environment },
    ),
    ...sockets(given.ports),
  });
  const files = {
    '/etc/hostname': 'Node-1\n',
    '/etc/rancher/k3s/config.yaml': given.config ?? '',
    [`/etc/systemd/system/${unit}`]: `[Service]\nExecStart=${command}\n`,
    [PROGRAM]: k3sProgram(version),
    ...given.files,
  };
  for (const [path, content] of Object.entries(files)) {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, content);
    chmodSync(at, 0o600);
    const time = new Date((BOOT_SECONDS + (changed.includes(path) ? 86_400 : -86_400)) * 1000);
    utimesSync(at, time, time);
  }
  return root;
}

function sockets(ports: readonly number[] | undefined) {
  if (ports === undefined) return {};
  const rows = ports.map((port) => {
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    return `0: 0100007F:${hex} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 ${port} 1`;
  });
  return {
    [`proc/${PID}/net/tcp`]: `sl\n${rows.join('\n')}\n`,
    [`proc/${PID}/net/tcp6`]: 'sl\n',
    [`proc/${PID}/net/unix`]: 'Num\n',
    [`proc/${PID}/fd/0`]: { link: '/dev/null' },
    ...Object.fromEntries(ports.map((port) => [`proc/${PID}/fd/${port}`, { link: `socket:[${port}]` }])),
  };
}
