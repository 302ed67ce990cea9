import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../test/support/kubernetes-process.ts';
import { newestStarting } from '../subject.ts';
import { kubeControllerManager } from './index.ts';
import { judgedKubeControllerManager } from './judged.ts';

function judged(words: readonly string[], version?: string, files: Record<string, string> = {}) {
  const argv = ['kube-controller-manager', ...words];
  const facts = factsOf(kubeControllerManager, {
    argv,
    files,
    ...(version === undefined ? {} : { version }),
  });
  return judgedKubeControllerManager.judge(facts, null).candidates;
}

function setting(name: string, words: readonly string[], version = '1.34.1', files = {}) {
  const candidates = judged(words, version, files);
  return newestStarting(candidates)?.setting(name) ?? candidates[0];
}

function listeners(words: readonly string[], version = '1.34.1') {
  const property = newestStarting(judged(words, version))?.property('listeners', {});
  if (property?.state !== 'items') throw new Error('no listeners');
  return property.items.map(
    ({ label, attributes }) => `${label} ${attributes.transport} ${attributes.reach}`,
  );
}

describe('settings', () => {
  it.each([
    ['profiling is on by default', 'profiling', [], true],
    ['profiling off', 'profiling', ['--profiling=F'], false],
    ['the last one counts', 'profiling', ['--profiling=false', '--profiling'], true],
    ['credentials of each controller are off by default', 'use-service-account-credentials', [], false],
    [
      'credentials by a bare flag',
      'use-service-account-credentials',
      ['--use-service-account-credentials'],
      true,
    ],
    ['no root CA', 'root-ca-file', [], null],
    ['an empty root CA is none', 'root-ca-file', ['--root-ca-file='], null],
    ['the threshold', 'terminated-pod-gc-threshold', [], 12500],
    ['a threshold in octal', 'terminated-pod-gc-threshold', ['--terminated-pod-gc-threshold=010'], 8],
    ['the gate by default', 'RotateKubeletServerCertificate', [], true],
    [
      'the gate off',
      'RotateKubeletServerCertificate',
      ['--feature-gates=RotateKubeletServerCertificate=0'],
      false,
    ],
    [
      'the gate with its prefix',
      'RotateKubeletServerCertificate',
      ['--feature-gates=kube:RotateKubeletServerCertificate=f'],
      false,
    ],
    ['all beta gates off', 'RotateKubeletServerCertificate', ['--feature-gates=AllBeta=false'], false],
  ])('%s', (_name, name, words, value) => {
    expect(setting(name, words)).toMatchObject({ value });
  });

  it('says of which version a default is', () => {
    expect(setting('profiling', [])).toMatchObject({ origin: { kind: 'default', version: '1.34' } });
  });

  it('has no setting of another name', () => {
    expect(() => setting('nothing', [])).toThrow('kube-controller-manager has no setting nothing');
  });

  it.each(['root-ca-file', 'service-account-private-key-file'])('%s must be there', (name) => {
    expect(setting(name, [`--${name}=/gone`])).toMatchObject({ undecided: { status: 'error' } });
    expect(setting(name, [`--${name}=/here`], '1.34.1', { '/here': '' })).not.toHaveProperty('undecided');
  });
});

describe('terminated Pods that are kept', () => {
  it.each([
    ['by default', [], '1.34.1', 12500],
    ['with no threshold', ['--terminated-pod-gc-threshold=0'], '1.34.1', 0],
    ['below zero', ['--terminated-pod-gc-threshold=-1'], '1.34.1', 0],
    ['with the controller off', ['--controllers=*,-pod-garbage-collector-controller'], '1.34.1', 0],
    ['with the controller off by its old name', ['--controllers=*,-podgc'], '1.34.1', 0],
    [
      'with a name that 1.27 does not know',
      ['--controllers=*,-pod-garbage-collector-controller'],
      '1.27.0',
      12500,
    ],
    ['with only others named', ['--controllers=namespace'], '1.34.1', 0],
    ['with the controller named', ['--controllers=podgc'], '1.34.1', 12500],
    ['named on before off', ['--controllers=podgc', '--controllers=-podgc'], '1.34.1', 12500],
    ["with kubeadm's list", ['--controllers=*,bootstrapsigner,tokencleaner'], '1.34.1', 12500],
  ])('%s', (_name, words, version, value) => {
    expect(setting('terminated-pods-kept', words, version)).toMatchObject({ value });
  });
});

describe('listeners', () => {
  it.each([
    ['all addresses by default', [], '1.34.1', ['0.0.0.0:10257 tls network']],
    ['loopback', ['--bind-address=127.0.0.1'], '1.34.1', ['127.0.0.1:10257 tls loopback']],
    ['another loopback address', ['--bind-address=127.9.9.9'], '1.34.1', ['127.9.9.9:10257 tls loopback']],
    ['IPv6 loopback', ['--bind-address=::1'], '1.34.1', ['[::1]:10257 tls loopback']],
    ['IPv6 loopback, spelt out', ['--bind-address=0:0:0:0:0:0:0:1'], '1.34.1', ['[::1]:10257 tls loopback']],
    ['IPv4 inside IPv6', ['--bind-address=::ffff:127.0.0.1'], '1.34.1', ['127.0.0.1:10257 tls loopback']],
    ['all of IPv6', ['--bind-address=::'], '1.34.1', ['[::]:10257 tls network']],
    [
      'a node address',
      ['--bind-address=10.0.0.1', '--secure-port=443'],
      '1.34.1',
      ['10.0.0.1:443 tls network'],
    ],
    ['none', ['--secure-port=0'], '1.34.1', []],
    [
      'a plain port up to 1.21',
      ['--bind-address=127.0.0.1'],
      '1.21.14',
      ['127.0.0.1:10257 tls loopback', '0.0.0.0:10252 plaintext network'],
    ],
    [
      'the plain port on loopback',
      ['--bind-address=127.0.0.1', '--address=127.0.0.1'],
      '1.18.0',
      ['127.0.0.1:10257 tls loopback', '127.0.0.1:10252 plaintext loopback'],
    ],
    ['no plain port', ['--bind-address=127.0.0.1', '--port=0'], '1.20.0', ['127.0.0.1:10257 tls loopback']],
    [
      'its flags without effect from 1.22 on',
      ['--bind-address=127.0.0.1', '--port=10252', '--address=0.0.0.0'],
      '1.22.0',
      ['127.0.0.1:10257 tls loopback'],
    ],
  ])('%s', (_name, words, version, expected) => {
    expect(listeners(words, version)).toEqual(expected);
  });
});

describe('a version that could not run', () => {
  it.each([
    ['an unknown flag', ['--nothing'], '1.34.1', 'no flag --nothing'],
    ['the plain port from 1.24 on', ['--port=0'], '1.24.0', 'no flag --port'],
    ['underscores before 1.23', ['--root_ca_file=/x'], '1.22.0', 'no flag --root_ca_file'],
    ['a word from 1.19 on', ['x'], '1.19.0', 'refuses the argument "x"'],
    [
      'a prefixed gate before 1.31',
      ['--feature-gates=kube:A=true', '--feature-gates=SeccompDefault=true'],
      '1.30.0',
      'no feature gate SeccompDefault',
    ],
    ['a port that is none', ['--secure-port=70000'], '1.34.1', '--secure-port 70000 is no port'],
    ['half a pair', ['--tls-cert-file=/x'], '1.34.1', '--tls-cert-file is given without its other half'],
    ['a suite that is none', ['--tls-cipher-suites=X'], '1.34.1', 'does not know the cipher suite "X"'],
    ['a call for help', ['--help'], '1.34.1', 'only prints and exits'],
  ])('is refused: %s', (_name, words, version, because) => {
    expect(judged(words, version)).toMatchObject([
      { outcome: 'refuses', because: expect.stringContaining(because) },
    ]);
  });

  it.each([
    ['a word in 1.18', ['x'], '1.18.0'],
    ['an empty word', [''], '1.34.1'],
    ['underscores', ['--root_ca_file=/x'], '1.23.0'],
    ['half a pair that nobody is shown', ['--tls-cert-file=/x', '--secure-port=0'], '1.34.1'],
    ['two names in one', ['--concurrent_rc_syncs=3'], '1.20.0'],
  ])('is not: %s', (_name, words, version) => {
    expect(judged(words, version)).toMatchObject([{ outcome: 'starts' }]);
  });

  it('is ruled out where the version is not known', () => {
    const versions = judged(['--port=0']).map(({ version }) => version);

    expect(versions).toEqual(['1.18', '1.19', '1.20', '1.21', '1.22', '1.23']);
  });
});
