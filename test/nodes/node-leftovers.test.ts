import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { listNodes, removeLeftovers } from './node-directory.ts';
import { processesBelow } from './node-processes.ts';
import { cgroupName, directoryOf } from './node-state.ts';
import { until } from './until.ts';

const UP = `
  const { upNode } = await import(${JSON.stringify(new URL('node.ts', import.meta.url).href)});
  await upNode({ hostname: 'killed' });
`;

it('what a killed process leaves of a node ends at once and is removed by the next', async () => {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', UP], { stdio: 'ignore' });
  const { id, cgroups } = await until('a node is coming up', 30_000, () => {
    const node = listNodes().find(({ owner }) => owner?.pid === starter.pid);
    return node !== undefined && processesBelow(cgroupName(node.id)).length > 3 ? node : null;
  });

  starter.kill('SIGKILL');

  await until('its processes have ended', 10_000, () => processesBelow(cgroupName(id)).length === 0 || null);
  expect(removeLeftovers()).toContain(id);
  expect(existsSync(directoryOf(id))).toBe(false);
  expect(cgroups.filter((path) => existsSync(path))).toEqual([]);
});
