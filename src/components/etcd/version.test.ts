import { describe, expect, it } from 'vitest';
import { candidateVersions } from './candidate-versions.ts';
import { atLeast, compareVersions, KNOWN_MINORS, minorOf, within } from './version.ts';

describe('versions', () => {
  it.each([
    ['3.5.9', '3.5.10', -1],
    ['3.10.0', '3.9.9', 1],
    ['3.5', '3.5.0', 0],
    ['3.6.0-rc.1', '3.6.0', 0],
    ['3.5.21+k3s1', '3.5.21', 0],
  ])('%s against %s: %i', (left, right, expected) => {
    expect(compareVersions(left, right)).toBe(expected);
  });

  it.each([
    ['3.5.99', { until: '3.5' }, true],
    ['3.6.0', { until: '3.5' }, false],
    ['3.5.8', { until: '3.5.7' }, false],
    ['3.4.25', { since: '3.4.25', until: '3.4' }, true],
    ['3.4.24', { since: '3.4.25', until: '3.4' }, false],
    ['3.3.0', {}, true],
  ])('%s within %j: %j', (version, bounds, expected) => {
    expect(within(version, bounds)).toBe(expected);
  });

  it('reach back to the first patch of a minor', () => {
    expect(atLeast('3.4', '3.4.0')).toBe(true);
    expect(minorOf('3.4.25')).toBe('3.4');
  });
});

describe('versions that a process may be', () => {
  it('are the one that is known', () => {
    expect(candidateVersions('3.5.21')).toEqual(['3.5.21']);
  });

  it('are of every minor when none is known, and of one minor when only that is', () => {
    const all = candidateVersions(null);

    expect(new Set(all.map(minorOf))).toEqual(new Set(KNOWN_MINORS));
    expect(candidateVersions('3.5')).toEqual(all.filter((one) => minorOf(one) === '3.5'));
  });

  it('are none outside what is described', () => {
    expect(candidateVersions('3.2.32')).toEqual([]);
    expect(candidateVersions('3.99.0')).toEqual([]);
    expect(candidateVersions('4')).toEqual([]);
  });
});
