import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startProgress } from './progress.ts';

/** A terminal as far as progress goes. */
function terminal(changes: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return { isTTY: true, columns: 80, write: (text: string) => written.push(text) > 0, written, ...changes };
}

test('work that ends soon is not commented on', () => {
  const stream = terminal();

  const progress = startProgress(stream, {}, false);
  progress.tell('looking');
  progress.stop();

  expect(stream.written).toEqual([]);
});

test('longer work is, and what was shown is wiped', async () => {
  const stream = terminal();

  const progress = startProgress(stream, {}, false);
  progress.tell('looking');
  await sleep(350);
  progress.tell('asking');
  progress.stop();

  expect(stream.written).toEqual(['\r\x1b[Kkubetrue: looking', '\r\x1b[Kkubetrue: asking', '\r\x1b[K']);
});

test('a line never wraps', async () => {
  const stream = terminal({ columns: 20 });

  const progress = startProgress(stream, {}, false);
  progress.tell('a rather long message');
  await sleep(350);
  progress.stop();

  expect(stream.written[0]).toBe('\r\x1b[Kkubetrue: a rather');
});

test.each([
  ['no terminal', { isTTY: false }, {}, false],
  ['--quiet', {}, {}, true],
  ['a dumb terminal', {}, { TERM: 'dumb' }, false],
])('nothing is written: %s', async (_name, changes, environment, quiet) => {
  const stream = terminal(changes);

  const progress = startProgress(stream, environment, quiet);
  progress.tell('looking');
  await sleep(350);
  progress.stop();

  expect(stream.written).toEqual([]);
});
