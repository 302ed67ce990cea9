import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Invocation } from '../parse.ts';
import { engineOf } from './engine.ts';

const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-engine-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function keeping(directory: string): Invocation {
  return {
    command: 'fix',
    words: ['apply', 'plan.json'],
    options: new Map([['etcd-snapshot', [directory]]]),
  };
}

const engine = (directory: string) => engineOf(keeping(directory), null, () => null);

describe('--etcd-snapshot', () => {
  symlinkSync('circle', join(scratch, 'circle'));
  writeFileSync(join(scratch, 'file'), '');

  it.each([
    ['is not there', 'nothing'],
    ['is a file', 'file'],
    ['is below a file', 'file/below'],
    ['is a link in a circle', 'circle'],
    ['has a name that no file can have', 'x'.repeat(300)],
  ])('that %s is a mistake of the user', async (_, name) => {
    await expect(engine(join(scratch, name))).rejects.toMatchObject({
      code: 'KT_USAGE',
      message: expect.stringMatching(/is no directory/),
    });
  });

  it('is taken by its real place', async () => {
    symlinkSync('.', join(scratch, 'link'));

    expect((await engine(join(scratch, 'link'))).snapshots).toBe(scratch);
  });
});
