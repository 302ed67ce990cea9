import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Planted, plantTree } from '../../test/support/collect/tree.ts';
import { type Host, openHost } from './host.ts';
import { candidates } from './proc/candidates.ts';
import { kernelProc } from './proc/source.ts';
import { visibility } from './visibility.ts';

function look(files: Record<string, Planted>, hiddenPids: readonly number[] = []) {
  const root = plantTree(files);
  // A directory in its place cannot be read by anybody, root included.
  for (const pid of hiddenPids) mkdirSync(join(root, `${pid}/cmdline`), { recursive: true });
  const proc = kernelProc(root);
  const host: Host = { ...openHost(root), source: 'live', proc };
  const seen = candidates(proc);
  host.files.close();
  return visibility(host, seen);
}

describe('whether all processes can be seen', () => {
  const init = { '1/cmdline': 'init\0', '1/exe': { link: '/sbin/init' } };

  it('is so where the first process and every command line can be read', () => {
    const seen = look({ ...init, '2/cmdline': '' });

    expect(seen.complete).toBe(true);
  });

  it('is not so where the first process is hidden', () => {
    const seen = look({ '50/cmdline': 'sh\0' });

    expect(seen).toEqual({
      complete: false,
      reason: '/proc hides the processes of other users (hidepid): run as root, or with CAP_SYS_PTRACE',
    });
  });

  it('is not so where the first process is ourselves, in a container', () => {
    const seen = look({ ...init, self: { link: '1' } });

    expect(seen).toMatchObject({
      complete: false,
      reason: expect.stringMatching(/own container.*--host/),
    });
  });

  it('is not so where processes are there but not what they are', () => {
    const seen = look(init, [2, 3]);

    expect(seen).toMatchObject({
      complete: false,
      reason: expect.stringContaining('the command lines of 2 processes cannot be read'),
    });
  });
});
