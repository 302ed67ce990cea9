import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, decodeBytes, encodeBytes } from './bytes.ts';

describe('bytes as strings', () => {
  it('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
        const bytes = Buffer.from(array);

        const back = encodeBytes(decodeBytes(bytes));

        expect(back.equals(bytes)).toBe(true);
      }),
    );
  });

  it.each([
    ['valid text', Buffer.from('größe €😀'), 'größe €😀'],
    ['a stray byte', Buffer.from([0x61, 0xff, 0x62]), 'a\udcffb'],
    ['a truncated character', Buffer.from([0xe2, 0x82]), '\udce2\udc82'],
    ['an encoded surrogate', Buffer.from([0xed, 0xb2, 0x80]), '\udced\udcb2\udc80'],
  ])('decodes %s', (_name, bytes, text) => {
    const decoded = decodeBytes(bytes);

    expect(decoded).toBe(text);
  });

  it('survives JSON', () => {
    const text = decodeBytes(Buffer.from([0x2f, 0xff, 0xfe]));

    const back = encodeBytes(JSON.parse(JSON.stringify(text)));

    expect([...back]).toEqual([0x2f, 0xff, 0xfe]);
  });

  it('orders by bytes, not by UTF-16 units', () => {
    const order = ['\u{1f600}', '\uff5e', 'Z', 'a'].sort(compareBytes);

    expect(order).toEqual(['Z', 'a', '\uff5e', '\u{1f600}']);
  });
});
