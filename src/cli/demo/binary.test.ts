import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KubetrueError } from '../../model/errors.ts';
import { findEtcd } from './binary.ts';
import { type TemporaryDirectory, temporaryDirectory } from './cluster-directory.ts';

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = temporaryDirectory('kubetrue-test-');
  vi.stubEnv('XDG_CACHE_HOME', join(directory.path, 'cache'));
  vi.stubEnv('PATH', join(directory.path, 'bin'));
  mkdirSync(join(directory.path, 'bin'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await directory.remove();
});

describe('finding etcd', () => {
  it('takes whatever is on PATH when no version is asked for', async () => {
    const path = program('bin/etcd', 'etcd Version: 3.5.9');

    const found = await findEtcd();

    expect(found).toEqual({ path, version: '3.5.9', from: 'PATH' });
  });

  it.each([
    ['of another version', 'etcd Version: 3.5.9'],
    ['that is no etcd', 'some other program'],
  ])('passes over one on PATH %s', async (_name, says) => {
    program('bin/etcd', says);
    const path = program('cache/kubetrue/etcd/3.6.5/etcd', 'etcd Version: 3.6.5');

    const found = await findEtcd('3.6.5');

    expect(found).toEqual({ path, version: '3.6.5', from: 'cache' });
  });

  it('says what was tried and what to do when there is none', async () => {
    vi.stubEnv('GOPROXY', 'off');
    vi.stubEnv('GOMODCACHE', join(directory.path, 'modules'));

    const error = await findEtcd('3.6.5').catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(KubetrueError);
    const { code, problems } = error as KubetrueError;
    expect(code).toBe('KT_LIVE');
    expect(problems[0]).toMatchObject({
      message: 'No etcd 3.6.5 could be found or built.',
      hint: expect.stringContaining('install Go'),
    });
    expect(problems.slice(1).map(({ message }) => message.split(':')[0])).toEqual(['PATH', 'Go', 'Debian']);
  });
});

/** A program that prints one line. */
function program(name: string, line: string): string {
  const path = join(directory.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${line}'\n`);
  chmodSync(path, 0o755);
  return path;
}
