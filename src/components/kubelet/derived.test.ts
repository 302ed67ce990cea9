import { describe, expect, it } from 'vitest';
import { type GivenKubelet, KUBELET_HEAD, kubeletFacts } from '../../../test/support/kubelet.ts';
import { kubeletSetting } from './derived.ts';
import { readKubelet } from './in-force.ts';

const API = '--kubeconfig=/etc/kubernetes/kubelet.conf';
const PAIR = ['--tls-cert-file=/pki/a.crt', '--tls-private-key-file=/pki/a.key'];

async function settingOf(name: string, given: GivenKubelet, minor = 34) {
  const reading = readKubelet(await kubeletFacts({ ...given, version: `1.${minor}.0` }), minor);
  if (reading.outcome !== 'starts') throw new Error(reading.because);
  return kubeletSetting(reading, name);
}

describe('a derived setting', () => {
  it.each<[string, string, GivenKubelet, number, unknown]>([
    ['the serving certificate is self-signed by default', 'serving-certificate', {}, 34, 'self-signed'],
    ['it comes from files', 'serving-certificate', { argv: PAIR }, 34, 'files'],
    [
      'it comes from the API server',
      'serving-certificate',
      { argv: [API, '--rotate-server-certificates'] },
      34,
      'bootstrap',
    ],
    [
      'there is none with half a pair in 1.36',
      'serving-certificate',
      { argv: ['--tls-cert-file=/a'] },
      36,
      'none',
    ],
    [
      'it is rotated when the API server signs it',
      'serving-certificate-rotation',
      { argv: [API, '--rotate-server-certificates'] },
      34,
      true,
    ],
    [
      'the gate alone rotates nothing',
      'serving-certificate-rotation',
      { argv: ['--feature-gates=RotateKubeletServerCertificate=true'] },
      34,
      false,
    ],
    ['files are not rotated', 'serving-certificate-rotation', { argv: PAIR }, 34, false],
    [
      'files beside it are shown to addresses and not rotated',
      'serving-certificate-rotation',
      { argv: [API, '--rotate-server-certificates', ...PAIR] },
      35,
      false,
    ],
    [
      'files beside it are void in 1.36',
      'serving-certificate-rotation',
      { argv: [API, '--rotate-server-certificates', ...PAIR] },
      36,
      true,
    ],
    ['no override is none', 'hostname-overridden', { hostname: 'cp-1' }, 34, false],
    [
      'the name of the host in capitals is none',
      'hostname-overridden',
      { hostname: 'cp-1', argv: ['--hostname-override=CP-1 '] },
      34,
      false,
    ],
    [
      'another name is one',
      'hostname-overridden',
      { hostname: 'cp-1', argv: ['--hostname-override=cp-2'] },
      34,
      true,
    ],
    [
      'only TLS 1.3 offers no older suite',
      'cipher-suites-offered',
      { argv: ['--tls-min-version=VersionTLS13'] },
      34,
      [],
    ],
    [
      'suites of TLS 1.3 do not count',
      'cipher-suites-offered',
      { argv: ['--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'] },
      34,
      ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    ],
    [
      'a gate of 1.19 takes the limit of pids away',
      'pod-max-pids',
      { argv: ['--pod-max-pids=100', '--feature-gates=SupportPodPidsLimit=false'] },
      19,
      -1,
    ],
    ['the gate is as its default', 'RotateKubeletServerCertificate', {}, 34, true],
  ])('%s', async (_name, name, given, minor, value) => {
    const setting = await settingOf(name, given, minor);

    expect(setting.value).toEqual(value);
    expect(setting.name).toBe(name);
    expect(setting.undecided).toBeUndefined();
  });

  it.each<[string, string, GivenKubelet, 'unknown' | 'error', string]>([
    [
      'an override beside an unknown host',
      'hostname-overridden',
      { argv: ['--hostname-override=a'] },
      'unknown',
      'the name of the host is not known',
    ],
    [
      'default suites without the environment',
      'cipher-suites-offered',
      { environment: 'unreadable' },
      'unknown',
      'GODEBUG',
    ],
    [
      'suites by a file that is hidden',
      'cipher-suites-offered',
      { argv: [API, '--config=/gone/k.yaml'] },
      'unknown',
      '/gone/k.yaml',
    ],
    [
      'a certificate by a file that is hidden',
      'serving-certificate',
      { argv: [API, '--config=/gone/k.yaml'] },
      'unknown',
      '/gone/k.yaml',
    ],
    [
      'a CA file that is gone',
      'client-ca-file',
      { argv: ['--client-ca-file=/etc/ca.crt'], directories: ['/etc'] },
      'error',
      'is not there',
    ],
    [
      'a CA file that is broken',
      'client-ca-file',
      { argv: ['--client-ca-file=/etc/ca.crt'], files: { '/etc/ca.crt': 'x' } },
      'error',
      'cannot be used',
    ],
  ])('leaves %s open', async (_name, name, given, status, reason) => {
    const setting = await settingOf(name, given);

    expect(setting.undecided).toEqual({ status, reason: expect.stringContaining(reason) });
  });

  it('says that an event rate of 0 is none', async () => {
    const setting = await settingOf('event-qps', {
      argv: [API, '--config=/k.yaml'],
      files: { '/k.yaml': `${KUBELET_HEAD}eventRecordQPS: 0\n` },
    });

    expect(setting).toMatchObject({ value: 0, because: expect.stringContaining('5 events per second') });
  });

  it('is thrown about when the kubelet has no such thing', async () => {
    await expect(settingOf('no-such-setting', {})).rejects.toThrow('kubelet has no setting no-such-setting');
  });
});
