import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const AT = '2026-11-24T10:00:00Z';

/** An empty folder into which the packed package is installed, without any registry. */
const home = mkdtempSync(join(tmpdir(), 'kubetrue-package-'));
let packed: { filename: string; size: number; files: { path: string }[] };
beforeAll(() => {
  [packed] = JSON.parse(npm(PROJECT, 'pack', '--ignore-scripts', '--json', '--pack-destination', home));
  writeFileSync(join(home, 'package.json'), '{"private": true, "type": "module"}');
  npm(home, 'install', '--offline', '--no-audit', '--no-fund', join(home, packed.filename));
  copyFileSync(join(PROJECT, 'content/demo/control-plane.json'), join(home, 'node.json'));
});
afterAll(() => rmSync(home, { recursive: true }));

function npm(cwd: string, ...words: readonly string[]): string {
  return execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function node(...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: home, encoding: 'utf8' });
  return { stdout, stderr, status };
}

describe('the package', () => {
  test('holds what users need, and nothing else', () => {
    const folders = packed.files.map(({ path }) => path.replace(/\/.*/, '/'));

    expect([...new Set(folders)].sort()).toEqual([
      ...['CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md'],
      ...['bin/', 'deploy/', 'dist/', 'man/', 'package.json', 'schemas/'],
    ]);
    const names = packed.files.map(({ path }) => path);
    expect(names).toContain('dist/THIRD-PARTY-LICENSES.txt');
    expect(names.filter((name) => /[.]test[.]|[.]ts$|compile-cache/.test(name))).toEqual([]);
    expect(packed.size).toBeLessThan(2_500_000);
  });

  test('brings the program and its manual page to all users', () => {
    const prefix = join(home, 'usr');
    npm(
      home,
      'install',
      '--global',
      '--prefix',
      prefix,
      '--offline',
      '--no-audit',
      join(home, packed.filename),
    );

    const { stdout } = spawnSync(join(prefix, 'bin/kubetrue'), ['--version'], { encoding: 'utf8' });

    expect(stdout).toMatch(/^kubetrue \d/);
    expect(readFileSync(join(prefix, 'share/man/man1/kubetrue.1'), 'utf8')).toContain('.TH KUBETRUE 1');
  });
});

describe('the library', () => {
  test('does what its document says, by strict types', () => {
    const document = readFileSync(join(PROJECT, 'docs/library.md'), 'utf8');
    writeFileSync(join(home, 'example.ts'), /```ts\n([\s\S]*?)```/.exec(document)?.[1] ?? '');
    linkTypesOfNode();

    const types = spawnSync(
      join(PROJECT, 'node_modules/.bin/tsc'),
      [
        '--strict',
        '--noEmit',
        '--module',
        'nodenext',
        '--moduleResolution',
        'nodenext',
        '--types',
        'node',
        'example.ts',
      ],
      { cwd: home, encoding: 'utf8' },
    );
    const run = node('example.ts');

    expect(types.stdout).toBe('');
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/^2\.2: What was read would be a pass/);
    expect(run.status).toBe(1);
    expect(readFileSync(join(home, 'report.html'), 'utf8')).toContain('<title>Kubetrue: node cp-1');
  });

  test.each(['json', 'sarif', 'xccdf', 'text', 'markdown'])('writes the same %s as the program', (format) => {
    writeFileSync(
      join(home, 'write.js'),
      `import { collect, evaluate, report } from 'kubetrue';
       const facts = await collect({ snapshot: 'node.json' });
       const judged = await evaluate(facts, { at: new Date('${AT}'), components: ['etcd'] });
       process.stdout.write(await report(judged, '${format}'));`,
    );
    const words = ['scan', '--snapshot', 'node.json', '--at', AT, '--component', 'etcd', '--format', format];

    const written = node('write.js').stdout;

    expect(written).not.toBe('');
    expect(written).toBe(node('node_modules/kubetrue/bin/kubetrue.js', ...words).stdout);
  });

  test('is there for CommonJS, tells mistakes by code, and collects a tree and files', () => {
    mkdirSync(join(home, 'tree/proc'), { recursive: true });
    writeFileSync(join(home, 'role.yaml'), ROLE);
    writeFileSync(
      join(home, 'use.cjs'),
      `const { collect, evaluate, exitCode, formats, KubetrueError } = require('kubetrue');
       (async () => {
         const tree = await collect({ root: 'tree' });
         console.log(tree.source, exitCode(await evaluate(tree), tree));
         const files = await collect({ files: ['role.yaml'] });
         const judged = await evaluate(files, { controls: ['5.1.3'] });
         console.log(files.source, judged.findings.map(({ status }) => status), exitCode(judged, files), formats.length);
         const error = await evaluate(tree, { benchmark: 'nonsense' }).catch((error) => error);
         console.log(error instanceof KubetrueError, error.code);
       })();`,
    );

    expect(node('use.cjs')).toEqual({
      stdout: "captured 3\nfiles [ 'fail' ] 1 15\ntrue KT_UNKNOWN_BENCHMARK\n",
      stderr: '',
      status: 0,
    });
  });

  test.each([
    ["collect({ file: ['role.yaml'] })", 'file'],
    ["collect({ prove: 'none' })", 'prove'],
    ["collect({ files: 'role.yaml' })", 'files'],
    ["evaluate({ ...tree, schema: 'kubetrue/snapshot/v9' })", 'snapshot/v9'],
    ["evaluate(tree, { judge: 'leter' })", 'judge'],
    ["evaluate(tree, { control: ['1.1.1'] })", 'control'],
    ["evaluate(tree).then((one) => exitCode(one, tree, 'hgih'))", 'hgih'],
    ["evaluate(tree).then((one) => report(one, 'toString'))", 'toString'],
  ])('refuses %s', (call, named) => {
    mkdirSync(join(home, 'tree/proc'), { recursive: true });
    writeFileSync(
      join(home, 'wrong.js'),
      `import { collect, evaluate, exitCode, KubetrueError, report } from 'kubetrue';
       const tree = await collect({ root: 'tree' });
       const error = await ${call}.then(() => null, (error) => error);
       console.log(error instanceof KubetrueError, error?.code, error?.message);`,
    );

    const { stdout } = node('wrong.js');

    expect(stdout).toMatch(/^true KT_(USAGE|SNAPSHOT_SCHEMA) /);
    expect(stdout).toContain(named);
  });
});

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: all }
rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]
`;

/** What the example itself uses of Node.js; whoever writes TypeScript for it has them. */
function linkTypesOfNode(): void {
  mkdirSync(join(home, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types'])
    symlinkSync(join(PROJECT, 'node_modules', name), join(home, 'node_modules', name));
}
