import { describe, expect, it } from 'vitest';
import { type GivenKubelet, KUBELET_HEAD, kubeletFacts } from '../../../test/support/kubelet.ts';
import { dropInPaths } from './drop-ins.ts';
import { readKubelet } from './in-force.ts';
import type { SettingName } from './settings.ts';

const ALONE = 'authentication: {webhook: {enabled: false}}\nauthorization: {mode: AlwaysAllow}\n';
const ALPHA = { KUBELET_CONFIG_DROPIN_DIR_ALPHA: '' };
const API = '--kubeconfig=/etc/kubernetes/kubelet.conf';
const WAYS = [API, '--config=/k.yaml', '--config-dir=/k.d'];

function given(main: string, dropIns: Readonly<Record<string, string>>): GivenKubelet {
  const files = Object.entries(dropIns).map(([name, text]) => [`/k.d/${name}`, `${KUBELET_HEAD}${text}\n`]);
  return {
    argv: WAYS,
    environment: ALPHA,
    files: { '/k.yaml': `${KUBELET_HEAD}${ALONE}${main}\n`, ...Object.fromEntries(files) },
  };
}

async function read(kubelet: GivenKubelet, minor: number) {
  return readKubelet(await kubeletFacts({ ...kubelet, version: `1.${minor}.0` }), minor);
}

async function settled(kubelet: GivenKubelet, minor: number, name: SettingName) {
  const reading = await read(kubelet, minor);
  return reading.outcome === 'starts' ? reading.setting(name).value : reading.because;
}

describe('drop-ins', () => {
  it.each<[string, number, string, string, SettingName, unknown]>([
    [
      'override with false',
      29,
      'rotateCertificates: true',
      'rotateCertificates: false',
      'rotate-certificates',
      false,
    ],
    [
      'cannot override with false in 1.28',
      28,
      'rotateCertificates: true',
      'rotateCertificates: false',
      'rotate-certificates',
      true,
    ],
    [
      'cannot override with zero in 1.28',
      28,
      'readOnlyPort: 10255',
      'readOnlyPort: 0',
      'read-only-port',
      10255,
    ],
    ['override with zero', 34, 'readOnlyPort: 10255', 'readOnlyPort: 0', 'read-only-port', 0],
    [
      'bring their defaults along in 1.28',
      28,
      'makeIPTablesUtilChains: false',
      'port: 1',
      'make-iptables-util-chains',
      true,
    ],
    [
      'bring no defaults along',
      29,
      'makeIPTablesUtilChains: false',
      'port: 1',
      'make-iptables-util-chains',
      false,
    ],
    ['bring back a default by null', 32, 'readOnlyPort: 10255', 'readOnlyPort: null', 'read-only-port', 0],
    [
      'change nothing by null in 1.31',
      31,
      'readOnlyPort: 10255',
      'readOnlyPort: null',
      'read-only-port',
      10255,
    ],
    [
      'bring back a default by a zero duration',
      32,
      'streamingConnectionIdleTimeout: 1h',
      'streamingConnectionIdleTimeout: 0s',
      'streaming-connection-idle-timeout',
      '4h0m0s',
    ],
    [
      'keep a zero duration in 1.31',
      31,
      'streamingConnectionIdleTimeout: 1h',
      'streamingConnectionIdleTimeout: 0s',
      'streaming-connection-idle-timeout',
      '0s',
    ],
    [
      'lose with a misspelt key to one that is set',
      34,
      'readOnlyPort: 10255',
      'ReadOnlyPort: 1',
      'read-only-port',
      10255,
    ],
    ['win with a misspelt key over a zero', 34, '', 'ReadOnlyPort: 1', 'read-only-port', 1],
    [
      'win with the name of the field in 1.31',
      31,
      'readOnlyPort: 10255',
      'ReadOnlyPort: 1',
      'read-only-port',
      1,
    ],
    [
      'replace lists',
      30,
      'tlsCipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]',
      'tlsCipherSuites: []',
      'tls-cipher-suites',
      [],
    ],
  ])('%s (1.%s)', async (_name, minor, main, dropIn, setting, value) => {
    const result = await settled(given(main, { 'a.conf': dropIn }), minor, setting);

    expect(result).toEqual(value);
  });

  it('apply in the order of a walk', async () => {
    const kubelet = given('', {
      'b.conf': 'port: 1',
      'b/z.conf': 'port: 2',
      'b-c.conf': 'port: 3',
      'c.yaml': 'port: 4',
    });

    const reading = await read(kubelet, 34);

    expect(reading.outcome === 'starts' && reading.setting('port')).toEqual({
      name: 'port',
      value: 1,
      origin: { kind: 'drop-in', path: '/k.d/b.conf', line: 3 },
      overrides: [
        { value: 3, origin: { kind: 'drop-in', path: '/k.d/b-c.conf', line: 3 } },
        { value: 2, origin: { kind: 'drop-in', path: '/k.d/b/z.conf', line: 3 } },
      ],
    });
  });

  it('are not read from a link to their directory', async () => {
    const kubelet = given('', { 'a.conf': 'port: 1' });
    const files = { ...kubelet.files, '/link': { link: '/k.d' } };

    const byLink = await settled(
      { ...kubelet, files, argv: ['--config=/k.yaml', '--config-dir=/link'] },
      34,
      'port',
    );
    const behind = await settled(
      { ...kubelet, files, argv: ['--config=/k.yaml', '--config-dir=/link/'] },
      34,
      'port',
    );

    expect([byLink, behind]).toEqual([10250, 1]);
  });

  it.each<[string, number, Partial<GivenKubelet>, string]>([
    ['the variable of 1.28 and 1.29', 29, { environment: {} }, 'KUBELET_CONFIG_DROPIN_DIR_ALPHA'],
    ['the flag before 1.28', 27, {}, 'it has no flag --config-dir'],
    ['the directory', 34, { argv: ['--config=/k.yaml', '--config-dir=/none'] }, '/none is not there'],
  ])('are refused without %s', async (_name, minor, changes, because) => {
    const reading = await read({ ...given('', { 'a.conf': 'port: 1' }), ...changes }, minor);

    expect(reading).toMatchObject({ outcome: 'refuses', because: expect.stringContaining(because) });
  });

  it.each<[string, number, string, 'starts' | 'refuses']>([
    ['a key twice', 34, `${KUBELET_HEAD}port: 1\nport: 2\n`, 'refuses'],
    ['no kind', 31, 'apiVersion: kubelet.config.k8s.io/v1beta1\n', 'refuses'],
    ['another kind', 31, 'kind: Other\nport: 1\n', 'starts'],
    ['another kind', 32, 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: Other\n', 'refuses'],
    ['another version', 32, 'apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n', 'refuses'],
    ['an unknown key', 34, `${KUBELET_HEAD}noSuchKey: 1\n`, 'starts'],
    ['a wrong type', 34, `${KUBELET_HEAD}port: "1"\n`, 'refuses'],
  ])('with %s in 1.%s', async (_name, minor, text, outcome) => {
    const kubelet = given('', { 'a.conf': '' });

    const reading = await read({ ...kubelet, files: { ...kubelet.files, '/k.d/a.conf': text } }, minor);

    expect(reading.outcome).toBe(outcome);
  });

  it.each([
    ['one of them', ['/k.d/a.conf'], ['/k.d/a.conf']],
    ['the file below them', ['/k.yaml'], ['/k.yaml']],
    ['their directory in a captured tree', ['/k.d'], []],
  ])('are stale or not when %s changed after the start', async (_name, changed, stale) => {
    const kubelet = given('', { 'a.conf': 'port: 1', 'b/c.conf': 'port: 2' });

    const reading = await read({ ...kubelet, changed }, 34);

    expect(reading.outcome === 'starts' && reading.stale.map(({ path }) => path)).toEqual(stale);
  });

  it.each(['/k.d', '/k.d/b/'])('are stale when the directory %s changed on a live node', async (path) => {
    const kubelet = given('', { 'a.conf': 'port: 1', 'b/c.conf': 'port: 2' });
    const facts = await kubeletFacts({ ...kubelet, version: '1.34.0', changed: [path] });
    const directory = facts.files[path];
    if (directory?.state !== 'present') throw new Error(`${path} was not collected`);
    directory.value.bornAt = directory.value.modifiedAt;

    const reading = readKubelet(facts, 34);

    expect(reading.outcome === 'starts' && reading.stale).toMatchObject([{ path: path.replace(/\/$/, '') }]);
  });

  it('are named in the order of the walk, directories left out', () => {
    const paths = dropInPaths('/k.d/', ['a/', 'a/b.conf', 'c.conf', 'd.yaml', '.conf']);

    expect(paths).toEqual(['/k.d/a/b.conf', '/k.d/c.conf', '/k.d/.conf']);
  });
});
