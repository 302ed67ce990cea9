import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const MODULE = JSON.stringify(new URL('./bug.ts', import.meta.url).href);

function run(script: string) {
  const whole = `import { endWith, endWithTwoOnBugs } from ${MODULE}; ${script};`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', whole], { encoding: 'utf8' });
}

test.each([
  ['an error in a callback', 'setTimeout(() => { throw new Error("slip"); })'],
  ['a promise that nobody awaited', 'Promise.reject(new Error("slip"))'],
])('%s is a bug: its stack is shown, and the exit code is 2', (_name, slip) => {
  const { stderr, status } = run(`endWithTwoOnBugs(); ${slip}`);

  expect(stderr).toContain('this is a bug in kubetrue');
  expect(stderr).toContain('Error: slip');
  expect(status).toBe(2);
});

test('a command that waits for what can never come is a bug, and does not end as if all were well', () => {
  const { stderr, status } = run('endWith(new Promise(() => {}))');

  expect(stderr).toContain('this is a bug in kubetrue');
  expect(stderr).toContain('The command is not through');
  expect(status).toBe(2);
});

test('a command ends with its code, and tells of no bug', () => {
  expect(run('endWith(Promise.resolve(3))')).toMatchObject({ stderr: '', status: 3 });
});
