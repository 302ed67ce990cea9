import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFifo } from '../../test/support/collect/tree.ts';
import { checkOutput, writeOutput } from './output.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-output-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const at = (name: string) => join(directory, name);

test('a new file gets the text and the mode, and nothing stays beside it', () => {
  writeOutput(at('a'), 'text', 0o600);

  expect(readFileSync(at('a'), 'utf8')).toBe('text');
  expect(statSync(at('a')).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['a']);
});

test('an old file is replaced as a whole and keeps its mode', () => {
  writeFileSync(at('a'), 'an older and longer text', { mode: 0o640 });
  const before = statSync(at('a')).ino;

  writeOutput(at('a'), 'new');

  expect(readFileSync(at('a'), 'utf8')).toBe('new');
  expect(statSync(at('a')).mode & 0o777).toBe(0o640);
  expect(statSync(at('a')).ino).not.toBe(before);
});

test('a link stays one, and what it leads to is replaced', () => {
  mkdirSync(at('real'));
  writeFileSync(at('real/a'), 'old');
  symlinkSync('real/a', at('link'));

  writeOutput(at('link'), 'new');

  expect(readFileSync(at('real/a'), 'utf8')).toBe('new');
  expect(readdirSync(directory).sort()).toEqual(['link', 'real']);
});

test('a device is written to, not replaced', () => {
  writeOutput('/dev/null', 'text');

  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('a pipe is written to, not replaced', async () => {
  makeFifo(at('pipe'));
  const reader = execFile('cat', [at('pipe')]);
  const read = reader.stdout === null ? '' : text(reader.stdout);

  writeOutput(at('pipe'), 'text');

  expect(await read).toBe('text');
  expect(statSync(at('pipe')).isFIFO()).toBe(true);
});

test.each([
  ['a directory', () => '', 'it is a directory'],
  ['a directory that is not there', () => 'none/a', 'the directory does not exist'],
  [
    'a file taken for a directory',
    () => {
      writeFileSync(at('file'), '');
      return 'file/a';
    },
    'a part of the path is not a directory',
  ],
])('%s is refused before any work', (_name, prepare, reason) => {
  const path = at(prepare());

  expect(() => checkOutput(path)).toThrow(reason);
});

test('no output file is no problem', () => {
  expect(() => checkOutput(null)).not.toThrow();
});
