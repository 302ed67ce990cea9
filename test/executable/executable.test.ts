import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ARCHES } from '../../tools/executable/node-for.ts';
import { buildExecutable, HERE } from '../../tools/executable.ts';
import { withoutNetwork } from '../offline/traced.ts';
import { parseScenario } from '../scenarios/support/parse.ts';
import { runScenario } from '../scenarios/support/run.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const SCENARIOS = join(PROJECT, 'test/scenarios');
const CAPTURE = join(PROJECT, 'content/demo/control-plane.json');

/** Scenarios that reach every command, and every file of dist/ that is loaded when it is needed. */
const EVERY_COMMAND = [
  ...[
    'captured-etcd',
    'files',
    'files-fix',
    'every-format',
    'snapshot-replay',
    'waivers',
    'profile',
    'output-file',
  ],
  ...[
    'demo',
    'explain-markdown',
    'rules',
    'rules-own',
    'rules-oscal',
    'rules-import',
    'benchmarks',
    'diff',
    'merge',
  ],
  ...[
    'waivers-lint',
    'fix-plan',
    'fix-history-json',
    'kubeconfig-context',
    'unknown-option',
    'closed-stdout',
  ],
];

const home = mkdtempSync(join(tmpdir(), 'kubetrue-executable-test-'));
const work = join(home, 'work');
let program: string;
beforeAll(async () => {
  mkdirSync(work);
  program = await buildExecutable(HERE, home);
});
afterAll(() => rmSync(home, { recursive: true }));

/** With nothing around it: no PATH, no environment. */
function alone(...words: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(program, words, { cwd: work, env: {}, encoding: 'utf8' });
  return { stdout, stderr, status };
}

function ofPackage(...words: readonly string[]) {
  const all = [join(PROJECT, 'bin/kubetrue.js'), ...words];
  const { stdout, stderr, status } = spawnSync(process.execPath, all, {
    cwd: work,
    env: {},
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

describe('what the package says, the executable says', () => {
  test.concurrent.each(EVERY_COMMAND)('%s', async (name) => {
    const scenario = parseScenario(name, readFileSync(join(SCENARIOS, `${name}.txt`), 'utf8'));

    expect(await runScenario(scenario, [program])).toEqual(scenario.expected);
  });

  test.each([
    ['text', ['scan', '--snapshot', CAPTURE, '--at', '2026-11-24T10:00:00Z']],
    ['html', ['scan', '--snapshot', CAPTURE, '--format', 'html', '--at', '2026-11-24T10:00:00Z']],
    ['oscal', ['scan', '--snapshot', CAPTURE, '--format', 'oscal', '--at', '2026-11-24T10:00:00Z']],
    ['pages', ['explain', '2.5', '--format', 'markdown', '--benchmark', 'cis-kubernetes@1.5']],
    ['rules', ['rules', 'list', '--format', 'json']],
  ])('byte for byte: %s', (_what, words) => {
    const said = alone(...words);

    expect(said).toEqual(ofPackage(...words));
    expect(said.stdout).not.toBe('');
  });
});

test('it needs nothing around it, and heeds no options of Node.js', () => {
  writeFileSync(join(work, 'node_modules'), 'not a folder');

  expect(alone('demo').stdout).toContain('kube-apiserver 1.34.1');
  const { stderr, status } = spawnSync(program, ['--version'], { env: { NODE_OPTIONS: '--nonsense' } });
  expect({ stderr: `${stderr}`, status }).toEqual({ stderr: '', status: 0 });
});

test('rules of one’s own with expressions are tried by it', () => {
  expect(alone('rules', 'new', 'etcd-ours', '-o', 'own').status).toBe(0);
  const rule = join(work, 'own/etcd/ours/rule.md');
  const expression =
    'check: { cel: "process.settings[\'client-cert-auth\'] == true", otherwise: client-cert-auth is false }';
  const text = readFileSync(rule, 'utf8').replace('evidence: []', 'evidence: [client-cert-auth]');
  writeFileSync(
    rule,
    text.replace(/^check: .*$/m, () => expression),
  );

  const { stdout, status } = alone('rules', 'test', 'own');

  expect({ stdout, status }).toEqual({ stdout: expect.stringContaining('3 cases, 0 failed'), status: 0 });
});

test('it reaches for no network', async () => {
  const commands = ['demo', `scan --snapshot ${CAPTURE} --format html`, 'explain 2.5', 'rules list'];

  const reached = await withoutNetwork(commands.map((words) => `${program} ${words}; true`).join('\n'), work);

  expect(reached).toEqual([]);
});

/** e_machine of ELF. */
const MACHINE = { x64: 62, arm64: 183 };

test.each(ARCHES.filter((one) => one !== HERE))(
  'for %s it is a program of that processor with the same files inside',
  { timeout: 120_000 },
  async (other) => {
    const bytes = readFileSync(await buildExecutable(other, home));

    expect(bytes.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(bytes.readUInt16LE(18)).toBe(MACHINE[other]);
    for (const name of ['kubetrue.cjs', 'catalog.json', 'pages.json', 'captures/control-plane.json'])
      expect(bytes.includes(readFileSync(join(PROJECT, 'dist', name)))).toBe(true);
  },
);
