import { describe, expect, it } from 'vitest';
import { factsOf, type GivenComponent } from '../../../test/support/kubernetes-process.ts';
import { newestStarting } from '../subject.ts';
import { kubeProxy } from './index.ts';
import { judgedKubeProxy } from './judged.ts';

const CONFIG = '/var/lib/kube-proxy/config.conf';

function file(body: string): string {
  return `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${body}\n`;
}

function judged(words: readonly string[], given: Partial<GivenComponent> = {}) {
  const facts = factsOf(kubeProxy, { version: '1.34.1', ...given, argv: ['kube-proxy', ...words] });
  return judgedKubeProxy.judge(facts, null).candidates;
}

function filed(body: string, words: readonly string[] = []) {
  return judged([`--config=${CONFIG}`, ...words], { files: { [CONFIG]: file(body) } });
}

function setting(candidates: ReturnType<typeof judged>, name: string) {
  return newestStarting(candidates)?.setting(name) ?? candidates[0];
}

function metrics(candidates: ReturnType<typeof judged>) {
  const property = newestStarting(candidates)?.property('metrics-listener', {});
  if (property?.state !== 'items') throw new Error(JSON.stringify(candidates[0]));
  return property.items.map(({ label, attributes }) => `${label} ${attributes.reach}`);
}

describe('the metrics address', () => {
  it.each([
    ['loopback by default', [], '127.0.0.1:10249 loopback'],
    ['whatever the bind address', ['--bind-address=::'], '127.0.0.1:10249 loopback'],
    ['without port', ['--metrics-bind-address=0.0.0.0'], '0.0.0.0:10249 network'],
    ['without port beside the old flag', ['--metrics-bind-address=::', '--metrics-port=9'], '[::]:9 network'],
    [
      'with a port, which the old flag leaves',
      ['--metrics-bind-address=::1', '--metrics-port=9'],
      '[::1]:9 loopback',
    ],
    ['another loopback address', ['--metrics-bind-address=127.1.2.3:8'], '127.1.2.3:8 loopback'],
    ['empty, which leaves the default', ['--metrics-bind-address='], '127.0.0.1:10249 loopback'],
    ['a node address', ['--metrics-bind-address', '10.0.0.1'], '10.0.0.1:10249 network'],
  ])('by flags: %s', (_name, words, expected) => {
    expect(metrics(judged(words))).toEqual([expected]);
  });

  it.each([
    ['loopback by default', '', '127.0.0.1:10249 loopback'],
    ['empty', 'metricsBindAddress: ""', '127.0.0.1:10249 loopback'],
    ['of IPv6 when the bind address is', 'bindAddress: "::"', '[::1]:10249 loopback'],
    ['not of IPv6 for IPv4 inside it', 'bindAddress: "::ffff:10.0.0.1"', '127.0.0.1:10249 loopback'],
    ['all addresses', 'metricsBindAddress: 0.0.0.0:10249', '0.0.0.0:10249 network'],
    ['without port', 'metricsBindAddress: "::"', '[::]:10249 network'],
    ['a key in other case is none', 'MetricsBindAddress: 0.0.0.0:10249', '127.0.0.1:10249 loopback'],
    [
      'the last of two keys',
      'metricsBindAddress: 0.0.0.0:1\nmetricsBindAddress: 127.0.0.1:1',
      '127.0.0.1:1 loopback',
    ],
  ])('in a file: %s', (_name, body, expected) => {
    expect(metrics(filed(body))).toEqual([expected]);
  });

  it('by flags is void beside a file', () => {
    const candidates = filed('metricsBindAddress: 0.0.0.0', [
      '--metrics-bind-address=127.0.0.1',
      '--metrics-port=0',
    ]);

    expect(setting(candidates, 'metrics-bind-address')).toMatchObject({
      value: '0.0.0.0:10249',
      origin: { kind: 'file', path: CONFIG, line: 3 },
      overrides: [{ value: '127.0.0.1', origin: { kind: 'flag', text: '--metrics-bind-address=127.0.0.1' } }],
    });
  });
});

describe('other settings beside a file', () => {
  it.each([
    [
      'the kubeconfig',
      'clientConnection: {kubeconfig: /file}',
      ['--kubeconfig=/flag'],
      'kubeconfig',
      '/file',
    ],
    ['no kubeconfig', '', ['--kubeconfig=/flag'], 'kubeconfig', null],
    ['profiling', 'enableProfiling: true', ['--profiling=false'], 'profiling', true],
    ['profiling by default', '', ['--profiling'], 'profiling', false],
    [
      'gates',
      'featureGates: {AllAlpha: true}',
      ['--feature-gates=AllBeta=false'],
      'feature-gates',
      ['AllAlpha=true'],
    ],
    ['a setting without key', '', ['--oom-score-adj=1'], 'oom-score-adj', null],
    ['the host name, by a flag', 'hostnameOverride: a', ['--hostname-override=b'], 'hostname-override', 'b'],
    ['the host name, without one', 'hostnameOverride: a', [], 'hostname-override', 'a'],
    ['the level of logs, by a flag', '', ['-v=3'], 'v', 3],
  ])('%s', (_name, body, words, name, value) => {
    expect(setting(filed(body, words), name)).toMatchObject({ value });
  });
});

describe('what keeps it from starting', () => {
  it.each([
    ['no metrics port', ['--metrics-port=0'], '1.34.1', 'refuses its metrics address ""'],
    [
      'a metrics port that is none',
      ['--metrics-bind-address=127.0.0.1:0'],
      '1.34.1',
      'refuses its metrics address "127.0.0.1:0"',
    ],
    [
      'IPv4 inside IPv6 without port',
      ['--metrics-bind-address=::ffff:1.2.3.4'],
      '1.34.1',
      'refuses its metrics address "::ffff:1.2.3.4:10249"',
    ],
    [
      'a host name for an address',
      ['--metrics-bind-address=localhost:1'],
      '1.34.1',
      'is no IP address with or without port',
    ],
    [
      'a value after an empty one',
      ['--metrics-bind-address=', '--metrics-bind-address=::1'],
      '1.34.1',
      'after it was emptied',
    ],
    ['an empty word in 1.18', [''], '1.18.0', 'refuses the argument ""'],
    ['underscores before 1.23', ['--metrics_port=1'], '1.22.0', 'no flag --metrics_port'],
    ['a flag for Windows', ['--source-vip=1.2.3.4'], '1.34.1', 'no flag --source-vip'],
  ])('by flags: %s', (_name, words, version, because) => {
    expect(judged(words, { version })).toMatchObject([
      { outcome: 'refuses', because: expect.stringContaining(because) },
    ]);
  });

  it.each([
    ['a host name', 'metricsBindAddress: localhost:10249', 'refuses its metrics address "localhost:10249"'],
    ['a bind address that is none', 'bindAddress: x', 'refuses its bind address "x"'],
    ['a quoted boolean', 'enableProfiling: "yes"', 'enableProfiling is no boolean'],
    ['a number for an address', 'metricsBindAddress: 10249', 'metricsBindAddress is no text'],
    ['a gate that is gone', 'featureGates: {SeccompDefault: true}', 'no feature gate SeccompDefault'],
  ])('in a file: %s', (_name, body, because) => {
    expect(filed(body)).toMatchObject([{ outcome: 'refuses', because: expect.stringContaining(because) }]);
  });

  it.each([
    ['unknown keys', file('anything: {goes: here}')],
    ['a second document', `${file('')}---\nkind: [`],
    ['JSON', '{"apiVersion":"kubeproxy.config.k8s.io/v1alpha1","kind":"KubeProxyConfiguration"}'],
  ])('not in a file: %s', (_name, text) => {
    expect(judged([`--config=${CONFIG}`], { files: { [CONFIG]: text } })).toMatchObject([
      { outcome: 'starts' },
    ]);
  });
});

describe('a file that decides nothing', () => {
  it.each([
    ['is gone', {}, { outcome: 'refuses' }],
    ['is empty', { files: { [CONFIG]: '' } }, { outcome: 'refuses' }],
    ['is hidden', { hidden: [CONFIG] }, { outcome: 'undetermined' }],
    [
      'changed after the start',
      { files: { [CONFIG]: file('') }, changed: [CONFIG] },
      { outcome: 'starts', stale: [{ path: CONFIG }] },
    ],
  ])('because it %s', (_name, given, expected) => {
    expect(judged([`--config=${CONFIG}`], given)).toMatchObject([expected]);
  });
});
