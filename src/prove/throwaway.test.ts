import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeThrowaway } from './throwaway.ts';

describe('the throwaway certificate', () => {
  const now = new Date('2026-11-26T12:00:00Z');

  it('is signed by itself and belongs to its key', () => {
    const { certificate, key } = makeThrowaway(now);

    const parsed = new X509Certificate(certificate);
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(parsed.checkIssued(parsed)).toBe(true);
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
  });

  it('is for clients, for two hours', () => {
    const { certificate } = makeThrowaway(now);

    const parsed = new X509Certificate(certificate);
    expect(parsed.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect([parsed.validFromDate.toISOString(), parsed.validToDate.toISOString()]).toEqual([
      '2026-11-26T11:00:00.000Z',
      '2026-11-26T13:00:00.000Z',
    ]);
  });

  it('is another one each time', () => {
    const certificates = new Set([makeThrowaway(now).certificate, makeThrowaway(now).certificate]);

    expect(certificates.size).toBe(2);
  });
});
