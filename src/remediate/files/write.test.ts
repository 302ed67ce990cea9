import {
  chmodSync,
  linkSync,
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
import { afterAll, describe, expect, it } from 'vitest';
import type { FileChange } from './input.ts';
import { unwritable, writeChange } from './write.ts';

const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-write-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function change(name: string, content = 'old\n'): FileChange {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return { path, before: Buffer.from('old\n'), after: Buffer.from('new\n'), rules: [], diff: '' };
}

describe('a repaired file', () => {
  it('takes the place of the old one with its mode, and leaves nothing beside it', () => {
    const made = change('plain.yaml');
    chmodSync(made.path, 0o640);

    writeChange(made);

    expect(readFileSync(made.path, 'utf8')).toBe('new\n');
    expect(statSync(made.path).mode & 0o777).toBe(0o640);
    expect(readdirSync(scratch).filter((name) => name.includes('.kubetrue-'))).toEqual([]);
  });

  it.each<[string, (made: FileChange) => void, RegExp]>([
    ['that is a link', (made) => link(made), /symbolic link/],
    ['that has further names', (made) => linkSync(made.path, `${made.path}.2`), /hard links/],
    ['that somebody changed meanwhile', (made) => writeFileSync(made.path, 'theirs\n'), /changed meanwhile/],
    ['that is gone', (made) => rmSync(made.path), /ENOENT/],
  ])('%s is left alone', (name, tweak, why) => {
    const made = change(`${name.replaceAll(' ', '-')}.yaml`);
    tweak(made);

    expect(() => writeChange(made)).toThrow(why);
    if (name !== 'that is gone') expect(readFileSync(made.path, 'utf8')).not.toBe('new\n');
  });

  it('is told beforehand whether it can be written', () => {
    const made = change('beforehand.yaml');

    expect(unwritable(made.path)).toBeNull();
    link(made);
    expect(unwritable(made.path)).toMatch(/symbolic link/);
  });
});

function link(made: FileChange): void {
  writeFileSync(`${made.path}.target`, 'old\n');
  rmSync(made.path);
  symlinkSync(`${made.path}.target`, made.path);
}
