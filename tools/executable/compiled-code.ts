import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A node of which little runs, which is enough to reach what a scan calls. */
const FILES: Readonly<Record<string, string>> = {
  'node/proc/stat': 'btime 1764000000\n',
  'node/proc/812/stat': '812 (etcd) S 1 812 812 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 9 0 12345 0 0\n',
  'node/proc/812/cmdline': 'etcd\0--name=m1\0',
  'node/proc/812/environ': 'PATH=/usr/bin\0',
  'node/proc/813/stat': '813 (kubelet) S 1 813 813 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 9 0 12345 0 0\n',
  'node/proc/813/cmdline': 'kubelet\0--config=/etc/kubelet.yaml\0',
  'node/etc/kubelet.yaml': 'kind: KubeletConfiguration\nauthentication: {anonymous: {enabled: false}}\n',
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n',
};

const CAPTURE = join(ROOT, 'dist/captures/control-plane.json');

/** Runs differ in what they need; what a later one needs comes to that of an earlier one, three times: bin/load.js. */
const RUNS: readonly (readonly string[])[] = [
  ['scan', '--root', 'node'],
  ['scan', 'pod.yaml', '--format', 'html'],
  ['scan', '--snapshot', CAPTURE],
  ['demo'],
  ['demo'],
  ['explain', '2.5'],
  ['explain', '1.2.6'],
  ['rules', 'list'],
  ['rules', 'new', 'etcd-ours', '-o', 'own'],
  ['rules', 'test', 'own'],
  ['fix', 'plan', '--root', 'node', '-o', 'plan.json'],
  ['fix', 'status'],
];

/** A file of the program, the command that ran, and the compiled code that was kept of it. */
export interface Kept {
  command: string;
  file: string;
  path: string;
}

/**
 * Runs an installed program below a directory, and finds the compiled code that it kept.
 * @param node the Node.js that the code will be for, which must run here
 */
export function compiledCode(directory: string, node: string): Kept[] {
  const home = mkdtempSync(join(directory, 'installed-'));
  for (const part of ['bin', 'dist']) cpSync(join(ROOT, part), join(home, part), { recursive: true });
  const cache = join(home, 'dist/.compile-cache');
  rmSync(cache, { recursive: true, force: true });
  const work = join(directory, 'work');
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  for (const words of RUNS) run(node, [join(home, 'bin/kubetrue.js'), ...words], work);
  return readdirSync(cache).flatMap((command) => keptOf(command, join(cache, command)));
}

/** Whatever it finds, it must not break: exit code 2. */
function run(node: string, words: readonly string[], work: string): void {
  const { status, stderr } = spawnSync(node, words, { cwd: work, encoding: 'utf8', env: {} });
  if (status === null || status === 2) throw new Error(`${words.join(' ')}: ${stderr}`);
}

/** Below the version and processor: `yaml.cjs-114589-1764000000000.2` */
function keptOf(command: string, folder: string): Kept[] {
  return readdirSync(folder).flatMap((version) =>
    readdirSync(join(folder, version)).map((name) => ({
      command,
      file: name.replace(/-\d+-\d+\.\d+$/, ''),
      path: join(folder, version, name),
    })),
  );
}
