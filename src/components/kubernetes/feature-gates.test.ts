import { describe, expect, it } from 'vitest';
import type { EffectiveSetting } from '../effective-setting.ts';
import { gateIsOn, gateSetting, gatesProblem } from './feature-gates.ts';

const ROTATE = 'RotateKubeletServerCertificate';
const SECCOMP = 'SeccompDefault';

describe('a gate is on', () => {
  it.each([
    ['by default', ROTATE, 34, [], true],
    ['unless named', ROTATE, 34, [`${ROTATE}=false`], false],
    ['unless its stage is switched off', ROTATE, 34, ['AllBeta=false'], false],
    ['when named, whatever its stage', ROTATE, 34, [`${ROTATE}=true`, 'AllBeta=false'], true],
    ['not while it is alpha', SECCOMP, 24, [], false],
    ['with all that are alpha', SECCOMP, 24, ['AllAlpha=true'], true],
    ['not before it exists', SECCOMP, 21, ['AllAlpha=true'], false],
  ])('%s', (_name, gate, minor, gates, expected) => {
    expect(gateIsOn(gates, gate, minor)).toBe(expected);
  });
});

describe('gates are refused', () => {
  it.each([
    ['against its lock', 28, [`${SECCOMP}=false`], `${SECCOMP} is locked to true`],
    ['when it is gone', 29, [`${SECCOMP}=true`], `no feature gate ${SECCOMP}`],
    ['before it exists', 21, [`${SECCOMP}=true`], `no feature gate ${SECCOMP}`],
  ])('%s', (_name, minor, gates, expected) => {
    expect(gatesProblem(gates, minor)).toContain(expected);
  });

  it.each([
    ['with its lock', 28, [`${SECCOMP}=true`]],
    ['names that are not described', 34, ['Nothing=true', 'AllAlpha=true']],
  ])('but not %s', (_name, minor, gates) => {
    expect(gatesProblem(gates, minor)).toBeNull();
  });
});

describe('a gate has the source that decides it', () => {
  const first = { kind: 'flag', text: 'first' } as const;
  const second = { kind: 'flag', text: 'second' } as const;
  const gates: EffectiveSetting = {
    name: 'feature-gates',
    value: [`${ROTATE}=false`, 'KMSv1=true'],
    origin: second,
    overrides: [{ value: [`${ROTATE}=false`], origin: first }],
  };

  it.each([
    ['an earlier occurrence', ROTATE, { value: false, origin: first }],
    ['the last one', 'KMSv1', { value: true, origin: second }],
    ['the default', 'KMSv2', { value: true, origin: { kind: 'default', version: '1.31' } }],
  ])('%s', (_name, gate, expected) => {
    expect(gateSetting(gates, gate, 31)).toMatchObject(expected);
  });
});
