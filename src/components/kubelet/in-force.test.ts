import { describe, expect, it } from 'vitest';
import { type GivenKubelet, KUBELET_HEAD, kubeletFacts } from '../../../test/support/kubelet.ts';
import { readKubelet } from './in-force.ts';
import type { SettingName } from './settings.ts';

const API = '--kubeconfig=/etc/kubernetes/kubelet.conf';

async function read(given: GivenKubelet, minor = 34) {
  return readKubelet(await kubeletFacts({ ...given, version: `1.${minor}.0` }), minor);
}

function withFile(text: string, ...argv: readonly string[]): GivenKubelet {
  return { argv: [API, '--config=/k.yaml', ...argv], files: { '/k.yaml': `${KUBELET_HEAD}${text}\n` } };
}

async function settingOf(name: SettingName, given: GivenKubelet, minor?: number) {
  const reading = await read(given, minor);
  if (reading.outcome !== 'starts') throw new Error(reading.because);
  return reading.setting(name);
}

describe('without a source', () => {
  it.each<[SettingName, number, unknown, unknown]>([
    ['anonymous-auth', 34, true, false],
    ['authorization-mode', 34, 'AlwaysAllow', 'Webhook'],
    ['authentication-token-webhook', 34, false, true],
    ['read-only-port', 34, 10255, 0],
    ['client-ca-file', 34, null, null],
    ['rotate-certificates', 34, false, false],
    ['event-qps', 26, 5, 5],
    ['event-qps', 27, 50, 50],
    ['pod-max-pids', 18, -1, -1],
    ['make-iptables-util-chains', 18, true, true],
    ['seccomp-default', 34, false, false],
    ['streaming-connection-idle-timeout', 34, '4h0m0s', '4h0m0s'],
  ])('%s of 1.%s has the default of flags, with a file that of files', async (name, minor, alone, withIt) => {
    const [legacy, file] = [await settingOf(name, {}, minor), await settingOf(name, withFile(''), minor)];

    expect([legacy.value, file.value]).toEqual([alone, withIt]);
    expect(file.origin).toEqual({ kind: 'default', version: `1.${minor}` });
  });
});

describe('with several sources', () => {
  it.each<[string, SettingName, GivenKubelet, unknown]>([
    [
      'the flag wins over the file',
      'anonymous-auth',
      withFile('authentication: {anonymous: {enabled: false}}', '--anonymous-auth'),
      true,
    ],
    [
      'an empty flag wins over the file',
      'client-ca-file',
      withFile('authentication: {x509: {clientCAFile: /ca}}', '--client-ca-file='),
      null,
    ],
    ['the last flag wins', 'read-only-port', { argv: ['--read-only-port=1', '--read-only-port=0'] }, 0],
    [
      'a flag of a list replaces that of the file',
      'tls-cipher-suites',
      withFile(
        'tlsCipherSuites: [TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]',
        '--tls-cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      ),
      ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    ],
    [
      'no flag takes back seccompDefault',
      'seccomp-default',
      withFile('seccompDefault: true', '--seccomp-default=false'),
      true,
    ],
    [
      'a flag is enough for seccompDefault',
      'seccomp-default',
      withFile('seccompDefault: false', '--seccomp-default'),
      true,
    ],
    [
      'a zero duration of the file is the default',
      'streaming-connection-idle-timeout',
      withFile('streamingConnectionIdleTimeout: 0s'),
      '4h0m0s',
    ],
    [
      'a zero duration of the flag stays',
      'streaming-connection-idle-timeout',
      withFile('', '--streaming-connection-idle-timeout=0'),
      '0',
    ],
    ['a zero of a pointer stays', 'event-qps', withFile('eventRecordQPS: 0'), 0],
    ['a negative limit of pids in the file is none', 'pod-max-pids', withFile('podPidsLimit: -7'), -1],
    [
      'a path of the file starts at the file',
      'pod-manifest-path',
      {
        argv: [API, '--config=conf/k.yaml'],
        cwd: '/srv',
        files: { '/srv/conf/k.yaml': `${KUBELET_HEAD}staticPodPath: ../manifests\n` },
      },
      '/srv/manifests',
    ],
    [
      'a file that no flag names does not count',
      'anonymous-auth',
      { files: { '/var/lib/kubelet/config.yaml': KUBELET_HEAD } },
      true,
    ],
  ])('%s', async (_name, name, given, value) => {
    const setting = await settingOf(name, given);

    expect(setting.value).toEqual(value);
  });

  it('the losers stay visible', async () => {
    const given = withFile('readOnlyPort: 1', '--read-only-port=2', '--read-only-port=3');

    const setting = await settingOf('read-only-port', given);

    expect(setting).toMatchObject({
      origin: { kind: 'flag', text: '--read-only-port=3' },
      overrides: [
        { value: 2, origin: { kind: 'flag', text: '--read-only-port=2' } },
        { value: 1, origin: { kind: 'file', path: '/k.yaml', line: 3 } },
      ],
    });
  });

  it('gates merge by name, flags over files', async () => {
    const file = 'featureGates: {RotateKubeletServerCertificate: false, AllAlpha: true}';
    const reading = await read(withFile(file, '--feature-gates=RotateKubeletServerCertificate=true'));

    const gate = reading.outcome === 'starts' && reading.gates.setting('RotateKubeletServerCertificate');

    expect(gate).toMatchObject({ value: true, origin: { kind: 'flag' }, overrides: [{ value: false }] });
    expect(reading.outcome === 'starts' && reading.gates.list.value).toEqual([
      'AllAlpha=true',
      'RotateKubeletServerCertificate=true',
    ]);
  });

  it('a gate that nobody names follows the switch for its stage', async () => {
    const reading = await read(withFile('featureGates: {AllBeta: false}'));

    const gate = reading.outcome === 'starts' && reading.gates.setting('RotateKubeletServerCertificate');

    expect(gate).toMatchObject({ value: false, origin: { kind: 'file', path: '/k.yaml', line: 3 } });
  });
});

describe('what a kubelet refuses', () => {
  it.each<[string, number, GivenKubelet, string]>([
    ['a list of modes', 34, { argv: ['--authorization-mode=AlwaysAllow,Webhook'] }, 'authorization-mode'],
    ['an empty mode', 34, { argv: ['--authorization-mode='] }, 'authorization-mode ""'],
    ['Webhook without a kubeconfig', 34, { argv: ['--authorization-mode=Webhook'] }, 'without --kubeconfig'],
    ['tokens without a kubeconfig', 34, { argv: ['--authentication-token-webhook'] }, 'without --kubeconfig'],
    [
      'bootstrap with its gate off',
      34,
      withFile('serverTLSBootstrap: true\nfeatureGates: {RotateKubeletServerCertificate: false}'),
      'RotateKubeletServerCertificate is off',
    ],
    [
      'rotation with its gate off in 1.18',
      18,
      withFile('rotateCertificates: true\nfeatureGates: {RotateKubeletClientCertificate: false}'),
      'RotateKubeletClientCertificate is off',
    ],
    ['a gate that is locked', 20, { argv: ['--feature-gates=SupportPodPidsLimit=false'] }, 'locked'],
    ['the seccomp flag before its gate is on', 22, { argv: ['--seccomp-default'] }, 'SeccompDefault'],
    [
      'the seccomp flag by a gate of the file',
      22,
      withFile('featureGates: {SeccompDefault: true}', '--seccomp-default'),
      'SeccompDefault',
    ],
    ['the seccomp key before its gate is on', 24, withFile('seccompDefault: true'), 'SeccompDefault is off'],
    [
      'a dynamic directory without its gate',
      22,
      { argv: ['--dynamic-config-dir=/d'] },
      'DynamicKubeletConfig',
    ],
    ['docker in 1.24', 24, { argv: ['--container-runtime=docker'] }, 'container runtime docker'],
    ['a port out of range', 34, withFile('readOnlyPort: 65536'), 'between 0 and 65535'],
    ['a negative rate', 34, { argv: ['--event-qps=-1'] }, 'must not be negative'],
    ['thresholds that cross', 34, withFile('imageGCLowThresholdPercent: 90'), 'image-gc-low-threshold'],
    ['runonce', 32, { argv: ['--runonce'] }, 'refuses runonce'],
    ['an unknown suite', 34, { argv: ['--tls-cipher-suites=NONE'] }, 'does not know the cipher suite'],
    [
      'suites without one for HTTP/2',
      34,
      { argv: ['--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA'] },
      'HTTP/2',
    ],
    ['half a pair', 35, { argv: ['--tls-cert-file=/a'] }, 'without tls-private-key-file'],
    ['a file that is gone', 34, { argv: ['--config=/k.yaml'] }, 'is not there'],
    ['an empty file', 34, { argv: [API, '--config=/k.yaml'], files: { '/k.yaml': '' } }, 'no apiVersion'],
    [
      'YAML that begins like JSON',
      34,
      { argv: [API, '--config=/k.yaml'], files: { '/k.yaml': '{kind: KubeletConfiguration}' } },
      'begins like JSON',
    ],
    ['a flag of later releases', 30, { argv: ['--fail-cgroupv1'] }, 'it has no flag --fail-cgroupv1'],
  ])('is %s (1.%s)', async (_name, minor, given, because) => {
    const reading = await read(given, minor);

    expect(reading).toMatchObject({ outcome: 'refuses', because: expect.stringContaining(because) });
  });

  it.each<[string, number, GivenKubelet]>([
    ['half a pair where nothing is served', 34, { argv: ['--tls-cert-file=/a', '--enable-server=false'] }],
    ['half a pair in 1.36', 36, { argv: ['--tls-cert-file=/a'] }],
    [
      'no suite for HTTP/2 where Go has none',
      34,
      {
        argv: ['--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA'],
        environment: { GODEBUG: 'http2server=0' },
      },
    ],
    [
      'the seccomp flag with its gate',
      22,
      { argv: ['--seccomp-default', '--feature-gates=SeccompDefault=true'] },
    ],
    ['docker in 1.23', 23, { argv: ['--container-runtime=docker'] }],
    ['runonce in 1.31', 31, { argv: ['--runonce'] }],
    ['names with underscores', 18, { argv: ['--anonymous_auth=false'] }],
  ])('is not %s (1.%s)', async (_name, minor, given) => {
    const reading = await read(given, minor);

    expect(reading.outcome).toBe('starts');
  });

  it('says nothing final where the refused file changed after the start', async () => {
    const reading = await read({ ...withFile('readOnlyPort: -1'), changed: ['/k.yaml'] });

    expect(reading).toMatchObject({ outcome: 'refuses', stale: [{ path: '/k.yaml' }] });
  });
});

describe('where files cannot be read', () => {
  const hidden: GivenKubelet = { argv: [API, '--config=/gone/k.yaml', '--anonymous-auth=false'] };

  it('flags are known and nothing else', async () => {
    const flag = await settingOf('anonymous-auth', hidden);
    const file = await settingOf('authorization-mode', hidden);

    expect(flag).toMatchObject({ value: false });
    expect(flag.undecided).toBeUndefined();
    expect(file.undecided).toMatchObject({ status: 'unknown' });
  });

  it('the API server may have replaced them', async () => {
    const given = { argv: [API, '--dynamic-config-dir=/d', '--read-only-port=0'] };
    const [mode, port] = [
      await settingOf('authorization-mode', given, 21),
      await settingOf('read-only-port', given, 21),
    ];

    expect(mode.undecided?.reason).toContain('--dynamic-config-dir');
    expect(port.undecided).toBeUndefined();
  });

  it('a section that JSON has twice is not guessed at', async () => {
    const head = '"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration"';
    const text = `{${head},"authentication":{"anonymous":{"enabled":true}},"authentication":{}}`;

    const setting = await settingOf('anonymous-auth', {
      argv: [API, '--config=/k.yaml'],
      files: { '/k.yaml': text },
    });

    expect(setting.undecided?.reason).toContain('authentication twice');
  });
});
