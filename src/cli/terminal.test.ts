import { expect, test } from 'vitest';
import { lookOf } from './terminal.ts';

const TERMINAL = { isTTY: true, columns: 120 };

test.each([
  ['a terminal', TERMINAL, {}, false, true],
  ['--no-color', TERMINAL, {}, true, false],
  ['NO_COLOR', TERMINAL, { NO_COLOR: '1' }, false, false],
  ['an empty NO_COLOR, which means nothing', TERMINAL, { NO_COLOR: '' }, false, true],
  ['a dumb terminal', TERMINAL, { TERM: 'dumb' }, false, false],
  ['a pipe or a file', {}, {}, false, false],
])('colour: %s', (_name, screen, environment, noColor, color) => {
  expect(lookOf(screen, environment, noColor).color).toBe(color);
});

test.each([
  ['none named', {}, true],
  ['UTF-8', { LANG: 'de_DE.UTF-8' }, true],
  ['utf8, spelt otherwise', { LC_CTYPE: 'C.utf8' }, true],
  ['C', { LANG: 'C' }, false],
  ['LC_ALL over LANG', { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, false],
  ['an empty LC_ALL, which means nothing', { LC_ALL: '', LANG: 'en_US.UTF-8' }, true],
])('signs beyond ASCII: locale %s', (_name, environment, unicode) => {
  expect(lookOf(TERMINAL, environment, false).unicode).toBe(unicode);
});

test.each([
  ['of the terminal', TERMINAL, { COLUMNS: '50' }, 120],
  ['COLUMNS without a terminal', {}, { COLUMNS: '50' }, 50],
  ['80 where nobody says', {}, {}, 80],
  ['COLUMNS that is no number', {}, { COLUMNS: 'wide' }, 80],
  ['a terminal that does not know its own', { isTTY: true, columns: 0 }, {}, 80],
  ['never less than can be read', { isTTY: true, columns: 3 }, {}, 24],
])('width: %s', (_name, screen, environment, width) => {
  expect(lookOf(screen, environment, false).width).toBe(width);
});
