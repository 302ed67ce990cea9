import { expect, it } from 'vitest';
import { kubeletFlags } from '../kubelet/flags.ts';
import { PKI_SETTINGS } from './pki-settings.ts';

/** What `--help` of each component and its reference say that a file holds. */
const SERVING = {
  'tls-cert-file': 'certificate',
  'tls-private-key-file': 'private key',
  'tls-sni-cert-key': 'pairs',
  'client-ca-file': 'certificate',
  'requestheader-client-ca-file': 'certificate',
};
const KUBECONFIGS = {
  kubeconfig: 'kubeconfig',
  'authentication-kubeconfig': 'kubeconfig',
  'authorization-kubeconfig': 'kubeconfig',
};
const SIGNERS = ['', 'kube-apiserver-client-', 'kubelet-client-', 'kubelet-serving-', 'legacy-unknown-'];

const EXPECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kube-apiserver': {
    ...SERVING,
    'etcd-cafile': 'certificate',
    'etcd-certfile': 'certificate',
    'etcd-keyfile': 'private key',
    'kubelet-certificate-authority': 'certificate',
    'kubelet-client-certificate': 'certificate',
    'kubelet-client-key': 'private key',
    'oidc-ca-file': 'certificate',
    'peer-ca-file': 'certificate',
    'proxy-client-cert-file': 'certificate',
    'proxy-client-key-file': 'private key',
    'service-account-key-file': 'public keys',
    'service-account-signing-key-file': 'private key',
    'ssh-keyfile': 'private key',
  },
  'kube-controller-manager': {
    ...SERVING,
    ...KUBECONFIGS,
    ...Object.fromEntries(SIGNERS.map((name) => [`cluster-signing-${name}cert-file`, 'certificate'])),
    ...Object.fromEntries(SIGNERS.map((name) => [`cluster-signing-${name}key-file`, 'private key'])),
    'root-ca-file': 'certificate',
    'service-account-private-key-file': 'private key',
  },
  'kube-scheduler': { ...SERVING, ...KUBECONFIGS },
  etcd: Object.fromEntries(
    ['', 'client-', 'peer-', 'peer-client-']
      .flatMap((name) => [
        [`${name}cert-file`, 'certificate'],
        [`${name}key-file`, 'private key'],
      ])
      .concat(
        ['trusted-ca-file', 'ca-file', 'peer-trusted-ca-file', 'peer-ca-file'].map((name) => [
          name,
          'certificate',
        ]),
      ),
  ),
};

it.each(Object.entries(EXPECTED))(
  'finds every certificate and key that flags of %s name',
  (name, settings) => {
    expect(Object.fromEntries(PKI_SETTINGS.get(name)?.settings ?? [])).toEqual(settings);
  },
);

it('is about the control plane alone', () => {
  expect([...PKI_SETTINGS.keys()]).toEqual(Object.keys(EXPECTED));
  expect(Object.keys(kubeletFlags)).toContain('tls-private-key-file');
});
