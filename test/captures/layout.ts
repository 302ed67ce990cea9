import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { collect } from '../../src/collect/index.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { CasePki } from '../cases/plant-case.ts';
import { withOwners } from '../../src/cli/rules/cases/with-owners.ts';
import { BOOT_SECONDS, type CapturedProcess, capturedProcess, plantTree } from '../support/collect/tree.ts';

/** Seconds after boot at which captured processes start. */
const START = 123;

/** A file of a layout: its content with a mode, 0600 where none is given. */
export type LayoutFile =
  | string
  | Buffer
  | { content: string | Buffer | { authority: string } | { leaf: string }; mode?: string; wroteAt?: number }
  | { link: string }
  | { directory: string };

/** What a node of an installation looks like: its processes, and files with the modes that the installer gives. */
export interface Layout {
  hostname: string;
  processes: Readonly<Record<number, CapturedProcess>>;
  files: Readonly<Record<string, LayoutFile>>;
  /** `uid:gid`, root's where not given. */
  owners?: Readonly<Record<string, string>>;
  names?: Readonly<Record<string, string>>;
  /** Ports on 127.0.0.1 that a process listens on. */
  listens?: Readonly<Record<number, readonly number[]>>;
}

/**
 * Rows of a status, the controls that have it ("1.1.1-8 1.1.12" holds a range), and why. Where the letter of the
 * benchmark says otherwise: "pass, letter fail". Controls that ask the API of the cluster (3.1 and 5) are left out.
 */
export type Verdicts = readonly (readonly [status: string, controls: string, because: string])[];

const pki = new CasePki();

/** Collects a layout as a captured tree. Processes start some time after boot; files are older unless they say so. */
export async function collectLayout(layout: Layout): Promise<Snapshot> {
  return collectPlanted(await plantLayout(layout), layout);
}

/** The tree of a layout; gone after the test. */
export async function plantLayout(layout: Layout): Promise<string> {
  const root = plantTree(Object.assign({ 'proc/stat': `btime ${BOOT_SECONDS}\n` }, ...processFiles(layout)));
  const files = { '/etc/hostname': `${layout.hostname}\n`, ...layout.files };
  for (const [path, file] of Object.entries(files)) await plant(join(root, path), file);
  return root;
}

/** Collects the planted tree of a layout as it is now. */
export async function collectPlanted(root: string, layout: Layout): Promise<Snapshot> {
  const snapshot = await collect({
    root,
    now: () => new Date((BOOT_SECONDS + 86_400) * 1000),
    toolVersion: '0.0.0',
    progress: () => {},
  });
  return withOwners(snapshot, layout.owners ?? {}, layout.names ?? {});
}

function processFiles({ processes, listens = {} }: Layout) {
  return Object.entries(processes).flatMap(([pid, process]) => [
    capturedProcess(Number(pid), { cwd: '/', root: '/', environment: [], ...process }),
    socketFiles(Number(pid), listens[Number(pid)]),
  ]);
}

/** Listening sockets as procfs shows them. */
function socketFiles(pid: number, ports: readonly number[] | undefined) {
  if (ports === undefined) return {};
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ports.map(
    (port, index) =>
      ` ${index}: 0100007F:${hex(port)} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 ${port} 1`,
  );
  return {
    [`proc/${pid}/net/tcp`]: `  sl  local_address\n${rows.join('\n')}\n`,
    [`proc/${pid}/net/tcp6`]: '  sl  local_address\n',
    [`proc/${pid}/net/unix`]: 'Num\n',
    ...Object.fromEntries(ports.map((port) => [`proc/${pid}/fd/${port}`, { link: `socket:[${port}]` }])),
  };
}

async function plant(at: string, file: LayoutFile): Promise<void> {
  mkdirSync(dirname(at), { recursive: true });
  if (typeof file === 'object' && 'link' in file) return symlinkSync(file.link, at);
  if (typeof file === 'object' && 'directory' in file) {
    mkdirSync(at, { recursive: true });
    return chmodSync(at, Number.parseInt(file.directory, 8));
  }
  const plain = typeof file === 'string' || Buffer.isBuffer(file) ? { content: file } : file;
  writeFileSync(at, await contentOf(plain.content));
  chmodSync(at, Number.parseInt(('mode' in plain ? plain.mode : undefined) ?? '600', 8));
  const seconds = ('wroteAt' in plain ? plain.wroteAt : undefined) ?? -86_400;
  const time = new Date((BOOT_SECONDS + START + seconds) * 1000);
  utimesSync(at, time, time);
}

async function contentOf(
  content: string | Buffer | { authority: string } | { leaf: string },
): Promise<string | Buffer> {
  if (typeof content === 'string' || Buffer.isBuffer(content)) return content;
  return 'leaf' in content ? pki.leaf(content.leaf) : (await pki.authority(content.authority)).certificate;
}
