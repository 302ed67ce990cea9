import { expect, it } from 'vitest';
import { canonicalIpv6 } from './ip.ts';

it.each([
  ['0:0:0:0:0:0:0:1', '::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['fd00:0:0:1:0:0:0:A', 'fd00:0:0:1::a'],
])('shortens %s', (address, short) => {
  const canonical = canonicalIpv6(address);

  expect(canonical).toBe(short);
});
