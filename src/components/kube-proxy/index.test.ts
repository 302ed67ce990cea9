import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../test/support/kubernetes-process.ts';
import { kubeProxy } from './index.ts';

const CONFIG = '/var/lib/kube-proxy/config.conf';

describe('a server is recognised', () => {
  it.each([
    ['with a file', [`--config=${CONFIG}`], true],
    ['not when it cleans up', ['--cleanup'], false],
    ['not when it cleans up beside a file', [`--config=${CONFIG}`, '--cleanup=1'], false],
    ['when it shall not clean up', ['--cleanup=false'], true],
    ['not when it only sets up', ['--init-only'], false],
    ['not when it writes its configuration', ['--write-config-to', '/x'], false],
  ])('%s', (_name, words, expected) => {
    const argv = ['kube-proxy', ...words];

    expect(kubeProxy.recognise({ executable: '/usr/local/bin/kube-proxy', argv })).toBe(expected);
  });
});

it.each([
  ['the one in its file', [`--config=${CONFIG}`, '--kubeconfig=/void'], [CONFIG, '/in-file']],
  ['the one of its flag', ['--kubeconfig=/flag'], ['/flag']],
  ['none inside the cluster', [], []],
])('wants its kubeconfig: %s', (_name, words, expected) => {
  const text = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection:
  kubeconfig: /in-file
`;

  const facts = factsOf(kubeProxy, { argv: ['kube-proxy', ...words], files: { [CONFIG]: text } });

  expect(Object.keys(facts.files)).toEqual(expected);
});
