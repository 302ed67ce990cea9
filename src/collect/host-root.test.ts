import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plantTree } from '../../test/support/collect/tree.ts';
import { openHost } from './host.ts';
import { seesHostRoot } from './host-root.ts';
import { kernelProc } from './proc/source.ts';
import { openProcessRoot } from './process-root.ts';

/** The user that owns nothing. */
const NOBODY = 65_534;
const OWN = readFileSync('/proc/self/mountinfo', 'utf8');
const ELSEWHERE = '1 0 9999:1 / / rw - overlay overlay rw\n';

describe('a process sees the files of the host', () => {
  it.each([
    ['where it has the mounts of the first process', OWN, OWN, true],
    ['not where it has others', OWN, `${OWN}${ELSEWHERE}`, false],
    ['not where nothing is known', '', '', false],
    ['not where we have another root than the first process, as in a container', ELSEWHERE, ELSEWHERE, false],
  ])('%s', (_name, first, own, expected) => {
    const proc = kernelProc(plantTree({ '1/mountinfo': first, '5/mountinfo': own }));
    const host = openHost(null);
    onTestFinished(() => host.files.close());

    expect(seesHostRoot({ ...host, proc }, 5)).toBe(expected);
  });

  it('and is read by them, also by somebody who may not follow its links', () => {
    const child = spawn('sleep', ['60']);
    onTestFinished(() => void child.kill());
    const user = process.geteuid?.() ?? 0;
    if (user === 0) process.seteuid?.(NOBODY);
    onTestFinished(() => void process.seteuid?.(user));
    const host = openHost(null);

    const root = openProcessRoot(host, child.pid ?? 0, null);

    expect(root).toMatchObject({ state: 'read', value: { base: '/' } });
    if (root.state === 'read') expect(root.value.fs.stat('/etc/passwd').state).toBe('read');
  });
});
