import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFifo } from '../../test/support/collect/tree.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../cli/demo/cluster-directory.ts';
import { readInsideRoot } from './inside-root.ts';

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = temporaryDirectory('kubetrue-test-');
  mkdirSync(join(directory.path, 'root/etc/pki/..data'), { recursive: true });
  writeFileSync(join(directory.path, 'secret'), 'outside');
  writeFileSync(join(directory.path, 'root/etc/pki/..data/tls.key'), 'inside');
});

afterEach(() => directory.remove());

describe('a file inside a root', () => {
  it.each([
    ['a link beside it, as projected volumes have', '..data/tls.key'],
    ['an absolute link', '/etc/pki/..data/tls.key'],
    ['a link that climbs above the root', '../../../../../etc/pki/..data/tls.key'],
  ])('is found by %s', (_name, target) => {
    symlinkSync(target, join(directory.path, 'root/etc/pki/tls.key'));

    const content = readInsideRoot(join(directory.path, 'root'), '/etc/pki/tls.key');

    expect(content).toBe('inside');
  });

  it.each([
    [
      'a link to what lies outside',
      (path: string) => symlinkSync(join(directory.path, 'secret'), path),
      /not there/,
    ],
    ['a link to itself', (path: string) => symlinkSync('tls.key', path), /too many links/],
    ['a directory', (path: string) => mkdirSync(path), /not a regular file/],
    ['a FIFO', makeFifo, /not a regular file/],
    ['a huge file', (path: string) => writeFileSync(path, Buffer.alloc(70_000)), /more than the limit/],
  ])('is not %s', (_name, make, message) => {
    make(join(directory.path, 'root/etc/pki/tls.key'));

    const read = () => readInsideRoot(join(directory.path, 'root'), '/etc/pki/tls.key');

    expect(read).toThrow(message);
  });
});
