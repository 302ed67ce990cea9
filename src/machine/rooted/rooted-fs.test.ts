import { chmodSync, mkdirSync, openSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeFifo, plantTree } from '../../../test/support/collect/tree.ts';
import { decodeBytes } from '../../util/bytes.ts';
import { RootedFs } from './rooted-fs.ts';

function open(root: string): RootedFs {
  const opened = RootedFs.open(root, 'CAP_DAC_READ_SEARCH');
  if (opened.state !== 'read') throw new Error(`${root} cannot be opened`);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

describe('paths inside a root', () => {
  const files = {
    'inside/etc/passwd': 'inside',
    'inside/a/b/file': 'file',
    'inside/absolute': { link: '/etc/passwd' },
    'inside/a/up': { link: '../../../../../etc/passwd' },
    'inside/dir': { link: 'a/b' },
    'inside/a/chain': { link: '/dir/../../absolute' },
    'etc/passwd': 'outside',
  };

  it.each([
    ['a plain path', '/a/b/file', 'file'],
    ['an absolute link, from the root', '/absolute', 'inside'],
    ['a link with too many ..', '/a/up', 'inside'],
    ['.. above the root', '/../../../etc/passwd', 'inside'],
    ['a link to a directory in the middle', '/dir/file', 'file'],
    ['.. after a link: the parent of its target', '/dir/../../etc/passwd', 'inside'],
    ['links to links', '/a/chain', 'inside'],
  ])('resolves %s', (_name, path, content) => {
    const fs = open(join(plantTree(files), 'inside'));

    const reading = fs.read(path, 100);

    expect(reading).toEqual({ state: 'read', value: Buffer.from(content) });
  });

  it('names the place found', () => {
    const fs = open(join(plantTree(files), 'inside'));

    const place = fs.stat('/a/chain');

    expect(place).toMatchObject({ state: 'read', value: { path: '/etc/passwd' } });
  });

  it('opens a name that is not valid UTF-8', () => {
    const root = plantTree({});
    writeFileSync(Buffer.concat([Buffer.from(`${root}/x`), Buffer.of(0xff)]), 'odd');
    const fs = open(root);

    const reading = fs.read(`/x${decodeBytes(Buffer.of(0xff))}`, 100);

    expect(reading).toEqual({ state: 'read', value: Buffer.from('odd') });
  });

  it('leads into another root that is closed in its turn', () => {
    const fs = open(join(plantTree(files), 'inside'));

    const sub = fs.inside('/dir');

    const found = sub.state === 'read' ? [sub.value.path, sub.value.fs.read('/../../absolute', 9).state] : [];
    if (sub.state === 'read') sub.value.fs.close();
    expect(found).toEqual(['/a/b', 'missing']);
  });
});

describe('what is not a readable file', () => {
  it('gives up on a loop of links', () => {
    const fs = open(plantTree({ a: { link: 'b' }, b: { link: 'a' } }));

    const reading = fs.read('/a', 100);

    expect(reading).toEqual({ state: 'unreadable', reason: 'too many links' });
  });

  it('tells a missing file from a missing directory', () => {
    const fs = open(plantTree({ 'etc/here': '' }));

    const readings = [fs.stat('/etc/gone'), fs.stat('/var/gone'), fs.stat('/etc/here/file')];

    expect(readings).toEqual([
      { state: 'missing', parent: true },
      { state: 'missing', parent: false },
      { state: 'unreadable', reason: 'a part of the path is not a directory' },
    ]);
  });

  it('does not open a FIFO, a directory, a device or a socket', async () => {
    const root = plantTree({});
    makeFifo(join(root, 'fifo'));
    mkdirSync(join(root, 'dir'));
    const server = createServer().listen(join(root, 'socket'));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));

    const fs = open(root);
    const reasons = ['/fifo', '/dir', '/socket'].map((path) => fs.read(path, 100));
    const device = open('/').read('/dev/null', 100);

    expect([...reasons, device]).toEqual(
      ['fifo', 'directory', 'socket', 'device'].map((kind) => ({
        state: 'unreadable',
        reason: `a ${kind}, not a regular file`,
      })),
    );
  });

  it('does not read a file of a gibibyte', () => {
    const root = plantTree({ big: '' });
    truncateSync(join(root, 'big'), 1024 ** 3);
    const fs = open(root);

    const reading = fs.read('/big', 4 * 1024 * 1024);

    expect(reading).toEqual({
      state: 'unreadable',
      reason: '1073741824 bytes, more than the limit of 4194304 bytes',
    });
  });

  it('stops at the limit where the size is not known, as in procfs', () => {
    const fs = open('/');

    const reading = fs.read('/proc/self/mountinfo', 10);

    expect(reading).toEqual({ state: 'unreadable', reason: 'larger, more than the limit of 10 bytes' });
  });

  it.each([
    ['a NUL byte', 'a\0b', 'the path holds a NUL byte'],
    ['more than PATH_MAX', `/${'x/'.repeat(3000)}`, 'the path is too long'],
    ['a component that is too long', `/${'x'.repeat(300)}`, 'the path is too long'],
  ])('refuses a path with %s', (_name, path, reason) => {
    const fs = open(plantTree({}));

    const reading = fs.read(path, 100);

    expect(reading).toEqual({ state: 'unreadable', reason });
  });

  it('says which right a refused file takes', () => {
    const root = plantTree({ 'closed/file': 'x' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'closed'), 0);
    const fs = open(root);
    const privileged = process.geteuid?.() === 0;
    if (privileged) process.seteuid?.(65_534);
    onTestFinished(() => {
      if (privileged) process.seteuid?.(0);
      chmodSync(join(root, 'closed'), 0o755);
    });

    const reading = fs.read('/closed/file', 100);

    expect(reading).toEqual({
      state: 'unreadable',
      reason: 'permission denied (run as root, or with CAP_DAC_READ_SEARCH)',
    });
  });

  it('leaves no descriptor open but those of directories that paths led through', () => {
    const root = plantTree({ 'a/b/c': 'x', loop: { link: 'loop' } });
    const fs = open(root);
    fs.read('/a/b/c', 100);
    const before = openSync('/dev/null', 'r');

    for (let round = 0; round < 50; round += 1) {
      fs.read('/a/b/c', 100);
      fs.read('/loop', 100);
      fs.read('/a/b/c/d', 100);
      fs.list('/a/b');
      fs.link('/loop');
    }

    expect(openSync('/dev/null', 'r')).toBe(before + 1);
  });

  it('leaves no descriptor open when it is closed, and holds a bounded number before', () => {
    const before = openSync('/dev/null', 'r');
    const names = Array.from({ length: 200 }, (_, index) => `d${index}`);
    const opened = RootedFs.open(
      plantTree(Object.fromEntries(names.map((name) => [`${name}/file`, 'x']))),
      'CAP_DAC_READ_SEARCH',
    );
    if (opened.state !== 'read') throw new Error('the tree cannot be opened');

    for (const name of names) opened.value.read(`/${name}/file`, 100);

    const during = openSync('/dev/null', 'r');
    opened.value.close();
    expect(during - before).toBeLessThan(40);
    expect(openSync('/dev/null', 'r')).toBe(before + 1);
  });

  it('shows the text of a link without following it', () => {
    const root = plantTree({ file: 'x' });
    symlinkSync('/proc/1/root', join(root, 'away'));
    const fs = open(root);

    const texts = [fs.link('/away'), fs.link('/file'), fs.link('/none')];

    expect(texts).toEqual([
      { state: 'read', value: '/proc/1/root' },
      { state: 'unreadable', reason: 'not a link' },
      { state: 'missing', parent: true },
    ]);
  });
});
