import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['a missing letter', 'cient-cert-auth', 'client-cert-auth'],
    ['a swap of neighbours', 'client-cret-auth', 'client-cert-auth'],
    ['another case', 'Auto-TLS', 'auto-tls'],
    ['the closer of two', 'peer-auto-tl', 'peer-auto-tls'],
  ])('forgives %s', (_name, word, meant) => {
    const found = nearest(word, ['auto-tls', 'client-cert-auth', 'peer-auto-tls']);

    expect(found).toBe(meant);
  });

  it.each([
    ['a word that resembles none', 'kubelet', ['auto-tls', 'cert-file']],
    ['no candidates', 'auto-tls', []],
    ['an empty word', '', ['auto-tls']],
  ])('suggests nothing for %s', (_name, word, candidates) => {
    const found = nearest(word, candidates);

    expect(found).toBeNull();
  });

  it('words the suggestion', () => {
    expect(didYouMean('2.55', ['2.4', '2.5'])).toBe('did you mean "2.5"?');
    expect(didYouMean('zzzz', ['2.4', '2.5'])).toBeUndefined();
  });
});
