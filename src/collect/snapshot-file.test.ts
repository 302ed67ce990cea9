import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectTest } from '../../test/support/collect/component.ts';
import { capturedProcess, plantTree } from '../../test/support/collect/tree.ts';
import type { KubetrueError } from '../model/errors.ts';
import { readSnapshot, snapshotText } from './snapshot-file.ts';

async function refusal(content: string | Buffer): Promise<KubetrueError> {
  const path = join(plantTree({}), 'snapshot.json');
  writeFileSync(path, content);
  return readSnapshot(path).then(
    () => Promise.reject(new Error('the snapshot was accepted')),
    (error) => error,
  );
}

describe('a recorded snapshot', () => {
  it('gives back what was collected, byte for byte', async () => {
    const argv = Buffer.from([0x65, 0x74, 0x63, 0x64, 0, 0xff, 0]);
    const root = plantTree(capturedProcess(7, { argv, executable: '/usr/bin/etcd' }));
    const snapshot = await collectTest(root);
    const path = join(root, 'snapshot.json');
    writeFileSync(path, snapshotText(snapshot));

    const back = await readSnapshot(path);

    expect(back).toEqual(snapshot);
    expect(snapshotText(back)).toBe(snapshotText(snapshot));
  });

  it('names every problem by its place', async () => {
    const snapshot = JSON.parse(snapshotText(await collectTest(plantTree({}))));
    const broken = {
      ...snapshot,
      at: 5,
      programs: [{ pid: 'x' }],
      node: { ...snapshot.node, kubernetes: { state: 'present', value: 5, origin: { kind: 'nowhere' } } },
    };

    const error = await refusal(JSON.stringify(broken));

    expect(error.code).toBe('KT_SNAPSHOT');
    expect(error.problems.map(({ message }) => message.split(':')[0])).toEqual([
      '/at',
      '/node/kubernetes/value',
      '/node/kubernetes/origin',
      '/node/kubernetes',
      '/programs/0',
      '/programs/0/pid',
    ]);
  });

  it.each([
    ['empty', '', 'the file is empty', undefined],
    ['cut off', '{\n "a": [1,\n', 'the file ends too early: it was cut off', 3],
    ['not JSON', '{\n "a": x\n}', 'not valid JSON at column 7', 2],
    ['binary', Buffer.of(0x7f, 0x45, 0xff, 0), 'not a text file', undefined],
    ['a list', '[]', 'not a snapshot: it names no schema', undefined],
    [
      'a report',
      '{"schema":"kubetrue/report/v1"}',
      'not a snapshot: its schema is kubetrue/report/v1',
      undefined,
    ],
  ])('is refused when it is %s', async (_name, content, message, line) => {
    const error = await refusal(content);

    expect(error).toMatchObject({ code: 'KT_SNAPSHOT', problems: [{ message }] });
    expect(error.problems[0]?.line).toBe(line);
  });

  it('of a newer shape asks for an update', async () => {
    const error = await refusal('{"schema":"kubetrue/snapshot/v2"}');

    expect(error.code).toBe('KT_SNAPSHOT_SCHEMA');
    expect(error.problems[0]?.hint).toContain('update');
  });

  it('may be no file at all', async () => {
    const root = plantTree({ huge: '' });
    mkdirSync(join(root, 'dir'));
    truncateSync(join(root, 'huge'), 257 * 1024 * 1024);

    const errors = await Promise.all(
      ['dir', 'huge', 'none'].map((name) => readSnapshot(join(root, name)).catch((error) => error.message)),
    );

    expect(errors).toEqual(['a directory, not a file', 'larger than 268435456 bytes', 'no such file']);
  });
});
