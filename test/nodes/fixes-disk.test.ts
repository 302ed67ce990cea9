import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OLD } from '../fixes/plain.ts';

const CHILD = fileURLToPath(new URL('fixes-disk-child.ts', import.meta.url));
const NEW = OLD.replace('    - --first=1\n', '    - --first=1\n    - --profiling=false\n');
/** More than a whole apply takes. */
const PAGES = 30;
const MINUTES = 60_000;

interface Told {
  /** How each change ended, or the error. */
  first: string[];
  /** The watched directory meanwhile. */
  between: Seen;
  /** The same once the disk was well again. */
  second: string[];
  after: Seen;
  open: number;
}

interface Seen {
  modes: string[];
  manifest: string;
}

const UNTOUCHED: Seen = { modes: ['one.key 644', 'one.yaml 644'], manifest: OLD };
const MODES_ONLY: Seen = { modes: ['one.key 600', 'one.yaml 600'], manifest: OLD };
const DONE: Seen = { modes: ['one.key 600', 'one.yaml 600'], manifest: NEW };

function onDisk(trouble: string, pages = 0): Told {
  const script = 'mount -t tmpfs tmpfs /mnt && exec "$@"';
  const words = ['--mount', 'sh', '-c', script, 'sh', process.execPath, CHILD, trouble, String(pages)];
  return JSON.parse(execFileSync('unshare', words, { encoding: 'utf8' })) as Told;
}

describe.each(['one disk, full', 'disk of the files, full', 'disk of the state, full'])('%s', (trouble) => {
  it('at each page that an apply needs', { timeout: 5 * MINUTES }, () => {
    const told = Array.from({ length: PAGES }, (_, pages) => onDisk(trouble, pages));

    const ends = told.map(({ first }) => first.map((one) => one.split(':')[0]));
    expect(ends[0]).not.toEqual(['committed', 'committed']);
    expect(ends.at(-1)).toEqual(['committed', 'committed']);
    for (const { first, between, second, after, open } of told) {
      const [modes = '', manifest = ''] = first;
      const expected = modes !== 'committed' ? UNTOUCHED : manifest === 'committed' ? DONE : MODES_ONLY;
      // Without room for the modes there may still be room for the content, which takes its place later.
      expect(between.manifest === OLD || manifest === 'committed').toBe(true);
      if (manifest !== 'committed' || modes === 'committed') expect(between).toEqual(expected);
      for (const one of first.filter((text) => text !== 'committed')) expect(one).toMatch(/no space is left/);
      expect(second.filter((one) => one !== 'committed' && one !== 'nothing-to-do')).toEqual([]);
      expect(after).toEqual(DONE);
      expect(open).toBe(0);
    }
  });
});

it.each<[trouble: string, reasons: RegExp[], between: Seen]>([
  [
    'read-only files',
    [/^refused: .*file system is read-only/, /^refused: .*file system is read-only/],
    UNTOUCHED,
  ],
  ['read-only state', [/^KT_STATE: .*file system is read-only/], UNTOUCHED],
  [
    'immutable file',
    [/^refused: .*one\.yaml .*is immutable/, /^refused: .*one\.yaml .*is immutable/],
    UNTOUCHED,
  ],
  ['immutable directory', [/^committed$/, /^refused: .*is immutable/], MODES_ONLY],
])('%s: refused with the reason, and made once that is mended', (trouble, reasons, between) => {
  const told = onDisk(trouble);

  expect(told.first).toEqual(reasons.map((one) => expect.stringMatching(one)));
  expect(told.between).toEqual(between);
  expect(told.after).toEqual(DONE);
  expect(told.open).toBe(0);
});
