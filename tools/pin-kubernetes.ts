import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { goCommand } from '../src/cli/demo/binary-go.ts';
import { PROGRAMS } from '../test/nodes/programs/kubernetes.ts';

/**
 * `node tools/pin-kubernetes.ts 1.34.1` writes the go.mod and go.sum from which the tests build that version, anew
 * from upstream's own go.mod. The version is then named in test/nodes/programs/kubernetes.ts.
 */
async function pin(version: string): Promise<void> {
  if (!/^1\.\d+\.\d+$/.test(version)) throw new Error('which version? As 1.34.1');
  const go = await goCommand();
  const answer = execFileSync(go, ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`]);
  const { GoMod } = JSON.parse(answer.toString()) as { GoMod: string };
  const directory = fileURLToPath(new URL(`../test/nodes/programs/kubernetes-${version}`, import.meta.url));
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/go.mod`, moduleFile(version, readFileSync(GoMod, 'utf8')));
  rmSync(`${directory}/go.sum`, { force: true });
  // What these need of other modules, and so their checksums.
  const packages = PROGRAMS.map((name) => `k8s.io/kubernetes/cmd/${name}`);
  execFileSync(go, ['list', '-mod=mod', '-deps', ...packages], {
    cwd: directory,
    env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' },
    stdio: ['ignore', 'ignore', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** In Kubernetes' own repository the staging modules are folders beside it, required as `v0.0.0`. */
function moduleFile(version: string, upstream: string): string {
  const staging = [...upstream.matchAll(/^\s*(k8s\.io\/[a-z0-9-]+) v0\.0\.0$/gm)].map(
    ([, path = '']) => path,
  );
  const godebug = /^\s*(?:godebug )?(default=go\S+)$/m.exec(upstream)?.[1];
  const lines = [
    'module scratch',
    /^go .*$/m.exec(upstream)?.[0] ?? '',
    ...(godebug === undefined ? [] : [`godebug ${godebug}`]),
    `require k8s.io/kubernetes v${version}`,
    ...[...new Set(staging)].sort().map((path) => `replace ${path} => ${path} v0${version.slice(1)}`),
  ];
  return `${lines.join('\n')}\n`;
}

await pin(process.argv[2] ?? '');
