import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PROGRAM } from './action.ts';
import { deviations } from './schemas.ts';

const FILE = '.pre-commit-hooks.yaml';
const [hook] = parse(readFileSync(new URL(`../../${FILE}`, import.meta.url), 'utf8'));

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-hook-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** What pre-commit does: the words of the entry, then the names of the files. */
function run(...files: string[]) {
  const [program, ...words] = hook.entry.split(' ');
  expect(program).toBe('kubetrue');
  return spawnSync(process.execPath, [PROGRAM, ...words, ...files], { cwd: directory, encoding: 'utf8' });
}

describe('the hook', () => {
  it('is what pre-commit takes', () => {
    expect(deviations('pre-commit-hooks.json', FILE)).toEqual([]);
  });

  it.each([
    ['deploy/pod.yaml', true],
    ['a.yml', true],
    ['etc/kubernetes/manifests/etcd.manifest', true],
    ['etc/kubernetes/kubelet.conf.d/10-local.conf', true],
    ['nginx.conf', false],
    ['main.go', false],
  ])('is asked about %s: %s', (file, asked) => {
    expect(new RegExp(hook.files).test(file)).toBe(asked);
  });

  it.each([
    ['nothing that is judged', 'compose.yaml', 'services: {}\n', 0],
    ['what others decide', 'namespace.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n', 0],
    [
      'what fails',
      'pod.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {hostPID: true, containers: [{name: c, image: i}]}\n',
      1,
    ],
    ['what is broken', 'broken.yaml', 'kind: Pod\nmetadata: {name: [\n', 3],
  ])('with %s in %s ends as it should', (_, name, text, code) => {
    writeFileSync(join(directory, name), text);

    const { status, stderr } = run(name);

    expect({ status, stderr }).toEqual({ status: code, stderr: '' });
  });
});
