import { describe, expect, it } from 'vitest';
import { factsOf, type GivenComponent } from '../../../test/support/kubernetes-process.ts';
import { newestStarting } from '../subject.ts';
import { kubeScheduler } from './index.ts';
import { judgedKubeScheduler } from './judged.ts';

const CONFIG = '/etc/scheduler.yaml';

function file(body: string, version = 'v1'): string {
  return `apiVersion: kubescheduler.config.k8s.io/${version}\nkind: KubeSchedulerConfiguration\n${body}\n`;
}

function judged(words: readonly string[], given: Partial<GivenComponent> = {}) {
  const facts = factsOf(kubeScheduler, { version: '1.34.1', ...given, argv: ['kube-scheduler', ...words] });
  return judgedKubeScheduler.judge(facts, null).candidates;
}

/** Candidates of a scheduler with `--config` and a file that holds the text. */
function filed(text: string, version = '1.34.1', words: readonly string[] = []) {
  return judged([`--config=${CONFIG}`, ...words], { version, files: { [CONFIG]: text } });
}

function setting(candidates: ReturnType<typeof judged>, name: string) {
  return newestStarting(candidates)?.setting(name) ?? candidates[0];
}

function listeners(candidates: ReturnType<typeof judged>) {
  const property = newestStarting(candidates)?.property('listeners', {});
  if (property?.state !== 'items') throw new Error(JSON.stringify(candidates[0]));
  return property.items.map(
    ({ label, attributes }) => `${label} ${attributes.transport} ${attributes.reach}`,
  );
}

describe('profiling', () => {
  it.each([
    ['on by default', [], true],
    ['off by a flag', ['--profiling=0'], false],
  ])('%s', (_name, words, value) => {
    expect(setting(judged(words), 'profiling')).toMatchObject({ value });
  });

  it.each([
    ['off', 'enableProfiling: false', false, { kind: 'file', path: CONFIG, line: 3 }],
    ['off in YAML 1.1', 'enableProfiling: no', false, { kind: 'file', path: CONFIG, line: 3 }],
    ['on when the key is null', 'enableProfiling:', true, { kind: 'default', version: '1.34' }],
    ['on when the key is not there', 'parallelism: 4', true, { kind: 'default', version: '1.34' }],
  ])('in a file: %s', (_name, body, value, origin) => {
    expect(setting(filed(file(body)), 'profiling')).toMatchObject({ value, origin });
  });

  it('by a flag is void beside a file', () => {
    const words = ['--profiling=false'];

    expect(setting(filed(file(''), '1.34.1', words), 'profiling')).toMatchObject({
      value: true,
      overrides: [{ value: false, origin: { kind: 'flag', text: '--profiling=false' } }],
    });
  });
});

it('takes its kubeconfig from the file, if there is one', () => {
  const text = file('clientConnection: {kubeconfig: /in-file}');

  expect(setting(filed(text, '1.34.1', ['--kubeconfig=/flag']), 'kubeconfig')).toMatchObject({
    value: '/in-file',
  });
  expect(setting(judged(['--kubeconfig=/flag']), 'kubeconfig')).toMatchObject({ value: '/flag' });
});

describe('listeners', () => {
  it.each([
    ['all addresses', [], '1.34.1', ['0.0.0.0:10259 tls network']],
    ['loopback', ['--bind-address=127.0.0.1'], '1.34.1', ['127.0.0.1:10259 tls loopback']],
    ['IPv6 loopback', ['--bind-address=::1'], '1.34.1', ['[::1]:10259 tls loopback']],
    ['none', ['--secure-port=0'], '1.34.1', []],
    ['no plain one from 1.23 on', ['--secure-port=0'], '1.23.0', []],
    ['a plain one up to 1.22', ['--secure-port=0'], '1.22.0', ['0.0.0.0:10251 plaintext network']],
    [
      'the plain one moved',
      ['--secure-port=0', '--address=127.0.0.1', '--port=1'],
      '1.18.0',
      ['127.0.0.1:1 plaintext loopback'],
    ],
    ['the plain one off', ['--secure-port=0', '--port=0'], '1.20.0', []],
  ])('by flags: %s', (_name, words, version, expected) => {
    expect(listeners(judged(words, { version }))).toEqual(expected);
  });

  it.each([
    [
      'the flag for TLS counts',
      '1.34.1',
      file(''),
      ['--bind-address=127.0.0.1'],
      ['127.0.0.1:10259 tls loopback'],
    ],
    [
      'the plain port is open by default',
      '1.22.0',
      file('', 'v1beta2'),
      ['--port=0', '--secure-port=0'],
      ['0.0.0.0:10251 plaintext network'],
    ],
    [
      'an empty key opens it',
      '1.21.0',
      file('healthzBindAddress: ""\nmetricsBindAddress: ""', 'v1beta1'),
      ['--port=0', '--secure-port=0'],
      ['0.0.0.0:10251 plaintext network'],
    ],
    [
      'a key that is no address opens it',
      '1.19.0',
      file('healthzBindAddress: x\nmetricsBindAddress: x', 'v1beta1'),
      ['--secure-port=0'],
      ['0.0.0.0:10251 plaintext network'],
    ],
    [
      'two addresses',
      '1.20.0',
      file('healthzBindAddress: 127.0.0.1\nmetricsBindAddress: 127.0.0.1:9', 'v1beta1'),
      ['--secure-port=0'],
      ['127.0.0.1:10251 plaintext loopback', '127.0.0.1:9 plaintext loopback'],
    ],
    [
      'a port alone is all addresses',
      '1.20.0',
      file('healthzBindAddress: ":10251"\nmetricsBindAddress: "[::1]:9"', 'v1beta1'),
      ['--secure-port=0'],
      ['0.0.0.0:10251 plaintext network', '[::1]:9 plaintext loopback'],
    ],
    [
      'empty keys are harmless from 1.23 on',
      '1.23.0',
      file('healthzBindAddress: ""\nmetricsBindAddress: 0.0.0.0:0', 'v1beta2'),
      ['--secure-port=0'],
      [],
    ],
  ])('beside a file: %s', (_name, version, text, words, expected) => {
    expect(listeners(filed(text, version, words))).toEqual(expected);
  });
});

describe('a file is refused', () => {
  it.each([
    ['empty', '', '1.34.1', 'it has no apiVersion'],
    ['of another kind', 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: X', '1.34.1', 'its kind is not'],
    [
      'of a version that is gone',
      file('', 'v1beta3'),
      '1.29.0',
      'it does not read kubescheduler.config.k8s.io/v1beta3',
    ],
    ['of a version to come', file(''), '1.24.0', 'it does not read kubescheduler.config.k8s.io/v1'],
    [
      'with an unknown key',
      file('enableprofiling: false'),
      '1.34.1',
      'does not know the key enableprofiling',
    ],
    [
      'with a key twice',
      file('enableProfiling: false\nenableProfiling: false'),
      '1.34.1',
      'enableProfiling stands there twice',
    ],
    ['with a quoted boolean', file('enableProfiling: "false"'), '1.34.1', 'enableProfiling is no boolean'],
    [
      'with an address from 1.25 on',
      file('healthzBindAddress: ""'),
      '1.25.0',
      'does not know the key healthzBindAddress',
    ],
    [
      'with a key of 1.28',
      file('delayCacheUntilActive: true'),
      '1.27.0',
      'does not know the key delayCacheUntilActive',
    ],
    [
      'with a plain port from 1.23 on',
      file('metricsBindAddress: 0.0.0.0:10251', 'v1beta2'),
      '1.23.0',
      'metricsBindAddress may only name port 0',
    ],
    [
      'with an empty address in v1beta2 up to 1.22',
      file('healthzBindAddress: ""', 'v1beta2'),
      '1.22.0',
      'healthzBindAddress is no address',
    ],
    [
      'with port 0 up to 1.22',
      file('healthzBindAddress: 0.0.0.0:0', 'v1beta1'),
      '1.21.0',
      'healthzBindAddress is no address',
    ],
    ['that is no YAML', '{', '1.34.1', 'refuses its configuration file'],
  ])('%s', (_name, text, version, because) => {
    expect(filed(text, version)).toMatchObject([
      { outcome: 'refuses', because: expect.stringContaining(because) },
    ]);
  });

  it.each([
    [
      'with profiles and extenders',
      file(
        'profiles:\n- schedulerName: a\n  plugins: {score: {disabled: [{name: x}]}}\n  pluginConfig: [{name: y, args: {z: 1}}]\nextenders: [{urlPrefix: u}]',
      ),
      '1.34.1',
    ],
    [
      'with all that is common',
      file(
        'leaderElection: {leaderElect: true, leaseDuration: 15s}\nclientConnection: {qps: 50.5, burst: 10}\npercentageOfNodesToScore: 0',
      ),
      '1.34.1',
    ],
    ['with unknown keys in v1alpha1', file('anything: 1', 'v1alpha1'), '1.18.20'],
    [
      'of JSON',
      '{"apiVersion":"kubescheduler.config.k8s.io/v1","kind":"KubeSchedulerConfiguration"}',
      '1.34.1',
    ],
  ])('but not %s', (_name, text, version) => {
    expect(filed(text, version)).toMatchObject([{ outcome: 'starts' }]);
  });
});

describe('a file that decides nothing', () => {
  it.each([
    ['is gone', {}, { outcome: 'refuses', because: expect.stringContaining('or it was removed afterwards') }],
    [
      'is hidden',
      { hidden: [CONFIG] },
      { outcome: 'undetermined', because: `${CONFIG}: no permission to read it` },
    ],
    [
      'changed after the start',
      { files: { [CONFIG]: file('') }, changed: [CONFIG] },
      { outcome: 'starts', stale: [{ path: CONFIG }] },
    ],
    [
      'is broken since the start',
      { files: { [CONFIG]: 'x: [' }, changed: [CONFIG] },
      { outcome: 'refuses', stale: [{ path: CONFIG }] },
    ],
  ])('because it %s', (_name, given, expected) => {
    expect(judged([`--config=${CONFIG}`], given)).toMatchObject([expected]);
  });
});

describe('arguments', () => {
  it.each([
    ['a word from 1.19 on', ['x'], '1.19.0', 'refuses'],
    ['a word in 1.18', ['x'], '1.18.0', 'starts'],
    ['an empty word', [''], '1.34.1', 'starts'],
    ['a plain port in 1.23', ['--port=10251'], '1.23.0', 'refuses'],
    ['no plain port in 1.23', ['--port=0', '--address=1.2.3.4'], '1.23.0', 'starts'],
    ['an address that is none', ['--address=localhost'], '1.22.0', 'refuses'],
    ['a plain port without address', ['--address='], '1.22.0', 'refuses'],
    ['neither plain port nor address', ['--address=', '--port=0'], '1.22.0', 'starts'],
    ['underscores before 1.23', ['--bind_address=::1'], '1.22.0', 'refuses'],
    ['underscores', ['--bind_address=::1'], '1.23.0', 'starts'],
  ])('%s', (_name, words, version, outcome) => {
    expect(judged(words, { version })).toMatchObject([{ outcome }]);
  });
});
