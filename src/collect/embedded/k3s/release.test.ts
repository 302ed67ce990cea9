import { describe, expect, it } from 'vitest';
import { has, isDescribed, releaseOf } from './release.ts';

function release(text: string) {
  const found = releaseOf(text);
  if (found === null) throw new Error(`${text} is no release`);
  return found;
}

describe('a release of K3s', () => {
  it.each([
    ['v1.31.5+k3s1', { text: '1.31.5+k3s1', minor: 31, patch: 5 }],
    ['1.33.0-rc1+k3s1', { text: '1.33.0-rc1+k3s1', minor: 33, patch: 0 }],
    ['dev', null],
    ['v2.0.0', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(releaseOf(text)).toEqual(expected);
  });

  it.each([
    ['1.23.17+k3s1', false],
    ['1.24.0+k3s1', true],
    ['1.36.9+k3s1', true],
    ['1.37.0+k3s1', false],
  ])('%s is described: %s', (text, described) => {
    expect(isDescribed(release(text))).toBe(described);
  });

  it.each([
    ['an older minor', '1.29.15+k3s1', false],
    ['the patch before', '1.31.8+k3s1', false],
    ['the patch itself', '1.31.9+k3s1', true],
    ['a patch that is later in number, not as text', '1.31.10+k3s1', true],
    ['the first patch of the newest minor, which is too early', '1.33.0+k3s1', false],
    ['a later minor', '1.34.0+k3s1', true],
  ])('has what came with releases of spring 2025: %s', (_name, text, expected) => {
    expect(has(release(text), ['30.13', '31.9', '32.5', '33.1'])).toBe(expected);
  });
});
