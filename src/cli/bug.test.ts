import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = JSON.stringify(new URL('./bug.ts', import.meta.url).href);

test.each([
  ['an error in a callback', 'setTimeout(() => { throw new Error("slip"); })'],
  ['a promise that nobody awaited', 'Promise.reject(new Error("slip"))'],
])('%s is a bug: its stack is shown, and the exit code is 2', (_name, slip) => {
  const script = `import { endWithTwoOnBugs } from ${MODULE}; endWithTwoOnBugs(); ${slip};`;

  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });

  expect(stderr).toContain('this is a bug in kubetrue');
  expect(stderr).toContain('Error: slip');
  expect(status).toBe(2);
});
