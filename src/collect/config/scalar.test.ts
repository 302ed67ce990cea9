import { describe, expect, it } from 'vitest';
import { resolvePlain } from './scalar.ts';

describe('plain scalars', () => {
  it.each([
    ['y', true],
    ['Yes', true],
    ['ON', true],
    ['n', false],
    ['off', false],
    ['~', null],
    ['', null],
    ['NULL', null],
    ['0x1F', 31],
    ['0X1f', 31],
    ['0o17', 15],
    ['017', 15],
    ['0b11', 3],
    ['-0b11', -3],
    ['1_000', 1000],
    ['1__0', 10],
    ['.5', 0.5],
    ['.5_0', 0.5],
    ['5.', 5],
    ['09.5', 9.5],
    ['1E+3', 1000],
    ['18446744073709551615', 2 ** 64],
  ])('reads %s as go-yaml does', (text, value) => {
    const scalar = resolvePlain(text);

    expect('value' in scalar ? scalar.value : null).toBe(value);
    expect(scalar.type).not.toBe('string');
  });

  it.each([
    'tRue',
    'nULL',
    '_1',
    '0x',
    '0b2',
    '1e400',
    '2001-01-01',
    '2001-01-01T10:00:00Z',
    '12:30:45',
    '127.0.0.1',
    '1.2.3',
    '._5',
    '<<',
  ])('leaves %s as text', (text) => {
    const scalar = resolvePlain(text);

    expect(scalar).toEqual({ type: 'string', value: text });
  });
});
