import { expect, it } from 'vitest';
import { parseGoBoolean, parseGoDuration, parseGoInteger } from './go-values.ts';

it.each([
  ['1', true],
  ['t', true],
  ['TRUE', true],
  ['True', true],
  ['0', false],
  ['F', false],
  ['False', false],
  ['yes', null],
  ['tRUE', null],
  ['', null],
  [' true', null],
])('reads the boolean %j as %j', (text, value) => {
  expect(parseGoBoolean(text)).toBe(value);
});

it.each([
  ['10', '10'],
  ['-1', '-1'],
  ['0x1F', '31'],
  ['0b11', '3'],
  ['010', '8'],
  ['0o10', '8'],
  ['1_000', '1000'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', null],
  ['09', null],
  ['1__0', null],
  ['1.0', null],
  ['', null],
])('reads the integer %j as %s', (text, value) => {
  expect(parseGoInteger(text)?.toString() ?? null).toBe(value);
});

it.each([
  ['4294967295', '4294967295'],
  ['4294967296', null],
  ['-1', null],
  ['+1', null],
])('reads the unsigned 32-bit %j as %s', (text, value) => {
  expect(parseGoInteger(text, 32, true)?.toString() ?? null).toBe(value);
});

it.each([
  ['0', 0],
  ['90s', 90e9],
  ['1h5m', 3900e9],
  ['1.5s', 1.5e9],
  ['-1ms', -1e6],
  ['.5s', 0.5e9],
  ['5', null],
  ['1d', null],
  ['s', null],
  ['', null],
])('reads the duration %j as %j ns', (text, value) => {
  expect(parseGoDuration(text)).toBe(value);
});
