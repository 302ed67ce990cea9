import { expect, it } from 'vitest';
import { overTls, sameUrls, secureUrlOf } from './peer-urls.ts';

it.each([
  ['http://10.0.0.1:2380', 'https://10.0.0.1:2382'],
  ['http://[fd00::1]:2380', 'https://[fd00::1]:2382'],
  ['http://m1.example', 'https://m1.example:82'],
  ['https://10.0.0.1:2382', 'https://10.0.0.1:2382'],
])('the second address of %s is %s', (first, second) => {
  expect(secureUrlOf(first)).toBe(second);
});

it('in the end it is the first one over TLS', () => {
  expect(overTls('http://[fd00::1]:2380')).toBe('https://[fd00::1]:2380');
  expect(overTls('https://http.example:2380')).toBe('https://http.example:2380');
});

it('the same addresses in another order are the same', () => {
  expect(sameUrls(['a', 'b'], ['b', 'a'])).toBe(true);
  expect(sameUrls(['a'], ['a', 'b'])).toBe(false);
});
