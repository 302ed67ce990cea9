import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/report/formats.ts';
import { parseScenario } from '../scenarios/support/parse.ts';
import { withNetwork, withoutNetwork } from './traced.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const AT = '--at 2026-11-24T10:00:00Z';

/** Every command that is not there to ask something of the network, and every format. */
const COMMANDS: readonly string[] = [
  'demo',
  `scan --root node ${AT} --format json -o node.json`,
  `scan --snapshot capture.json ${AT}`,
  `scan --snapshot capture.json ${AT} --component etcd --format json -o etcd.json`,
  ...FORMAT_NAMES.map((name) => `scan --snapshot capture.json ${AT} --component etcd --format ${name}`),
  `scan role.yaml ${AT}`,
  'snapshot --root node',
  'explain 2.5',
  'explain 2.5 --format markdown --benchmark cis-kubernetes@1.5',
  'rules list --unproved',
  `rules list --format oscal ${AT}`,
  'rules new etcd-ours -o own',
  'rules lint own',
  'rules test own',
  'benchmarks list',
  'diff node.json etcd.json',
  'report merge node.json etcd.json',
  'fix plan --root node',
  'completion zsh',
  'scan --help',
];

const home = mkdtempSync(join(tmpdir(), 'kubetrue-offline-'));
afterAll(() => rmSync(home, { recursive: true }));

test('nothing reaches for the network, and all is said that is said with one', {
  timeout: 60_000,
}, async () => {
  const [online, offline] = [workIn('online'), workIn('offline')];
  const script = COMMANDS.map(
    (words, index) => `kubetrue ${words} >said.${index} 2>&1; echo "exit code $?" >>said.${index}`,
  ).join('\n');
  const all = `kubetrue() { ${process.execPath} ${PROJECT}bin/kubetrue.js "$@"; }\n${script}`;

  const [reached] = await Promise.all([withoutNetwork(all, offline), withNetwork(all, online)]);

  expect(reached).toEqual([]);
  expect(saidIn(offline)).toEqual(saidIn(online));
  expect(saidIn(offline).filter((text) => !/exit code [013]\n$/.test(text))).toEqual([]);
});

test('what reaches for the network is seen', async () => {
  const script = `${process.execPath} -e "fetch('http://192.0.2.1/').catch(() => {})"`;

  expect(await withoutNetwork(script, workIn('control'))).toContainEqual(
    expect.stringContaining('192.0.2.1'),
  );
});

/** A directory with what the commands are given. */
function workIn(name: string): string {
  const work = join(home, name);
  const text = readFileSync(join(PROJECT, 'test/scenarios/captured-etcd.txt'), 'utf8');
  for (const { path, content } of parseScenario('captured-etcd.txt', text).files) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), content);
  }
  writeFileSync(join(work, 'capture.json'), readFileSync(join(PROJECT, 'content/demo/control-plane.json')));
  writeFileSync(
    join(work, 'role.yaml'),
    'kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a}\n',
  );
  return work;
}

/** What each command said, in their order; times that it took are not compared. */
function saidIn(work: string): string[] {
  return COMMANDS.map((words, index) => {
    const text = readFileSync(join(work, `said.${index}`), 'utf8');
    return `${words}\n${text.replace(/\d+\.\d\d s\b/g, '0.00 s').replaceAll(/"at": ".*"/g, '"at": ""')}`;
  });
}
