import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/cli/demo/binary-run.ts';
import { writeTar } from './layer.ts';
import { writeLayout } from './layout.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'kubetrue-layout-'));

/** The same files, written in an order, with modes and at a time of their own. */
function plant(names: readonly string[], { mode, time }: { mode: number; time: number }): string {
  const root = scratch();
  mkdirSync(join(root, 'bin'), { mode: 0o700 | mode });
  for (const name of names) {
    writeFileSync(join(root, name), `of ${name}`);
    chmodSync(join(root, name), (name.startsWith('bin/') ? 0o700 : 0o600) | mode);
    utimesSync(join(root, name), time, time);
  }
  symlinkSync('bin/b', join(root, 'link'));
  return root;
}

const NAMES = ['bin/a', 'bin/b', 'c', 'd'];

it.each([false, true])('the same files give the same image, compressed: %s', async (gzip) => {
  const one = plant(NAMES, { mode: 0, time: 1 });
  const other = plant(NAMES.toReversed(), { mode: 0o044, time: 1_000_000 });
  const digest = async (root: string) =>
    writeLayout(scratch(), [
      {
        name: 'example.org/x:1',
        platforms: [
          {
            ...{ architecture: 'amd64', config: { Entrypoint: ['b'] } },
            layers: [{ root, gzip, capabilities: { 'bin/b': ['sys_ptrace'] } }],
          },
        ],
      },
    ]);

  const digests = [await digest(one), await digest(other)];

  expect(digests[0]).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
  expect(digests[1]).toEqual(digests[0]);
});

it('an image for two architectures is an index of both', async () => {
  const layout = scratch();
  const platform = { layers: [{ root: plant(NAMES, { mode: 0, time: 1 }) }], config: { Entrypoint: ['b'] } };

  const [digest = ''] = await writeLayout(layout, [
    {
      name: 'example.org/x:1',
      platforms: [
        { architecture: 'amd64', ...platform },
        { architecture: 'arm64', ...platform },
      ],
    },
  ]);

  const index = JSON.parse(readFileSync(join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  expect(index.manifests.map(({ platform }: { platform: object }) => platform)).toEqual([
    { architecture: 'amd64', os: 'linux' },
    { architecture: 'arm64', os: 'linux' },
  ]);
});

it('capabilities are what setcap would write', async () => {
  const [from, to] = [plant(NAMES, { mode: 0, time: 1 }), scratch()];
  const archive = join(scratch(), 'layer.tar');

  await writeTar(archive, from, { capabilities: { 'bin/b': ['dac_read_search', 'sys_ptrace'] } });
  await run('tar', ['--extract', '--directory', to, '--file', archive]);

  const [before = '', ...after] = readFileSync(archive).toString('latin1').split(`${ATTRIBUTE}=`);
  // struct vfs_cap_data, as `getfattr -e hex` shows it of a file with cap_dac_read_search,cap_sys_ptrace=ep
  expect(after.map((text) => Buffer.from(text.slice(0, 21), 'latin1').toString('hex'))).toEqual([
    '01000002040008000000000000000000000000000a',
  ]);
  expect(before).toMatch(/path=bin\/b\n57 $/);
  expect(readFileSync(join(to, 'link'), 'utf8')).toBe('of bin/b');
});

const ATTRIBUTE = 'SCHILY.xattr.security.capability';
