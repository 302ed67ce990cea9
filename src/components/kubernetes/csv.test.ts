import { expect, it } from 'vitest';
import { readCsvRecord } from './csv.ts';

it.each([
  ['fields', 'a,b', ['a', 'b']],
  ['empty fields', ',a,', ['', 'a', '']],
  ['spaces stay', ' a , b', [' a ', ' b']],
  ['quotes hold commas', '"a,b",c', ['a,b', 'c']],
  ['quotes hold quotes', '"a""b"', ['a"b']],
  ['quotes hold line breaks', '"a\nb",c', ['a\nb', 'c']],
  ['only the first line', 'a,b\nc', ['a', 'b']],
  ['empty lines are skipped', '\r\n\na', ['a']],
  ['a quote inside a field is refused', 'a"b', null],
  ['what follows a quoted field is refused', '"a"b', null],
  ['an open quote is refused', '"a', null],
  ['nothing is refused', '', null],
])('%s', (_name, text, expected) => {
  expect(readCsvRecord(text)).toEqual(expected);
});
