import { describe, expect, it } from 'vitest';
import { apiServerFacts } from '../../../test/support/api-server.ts';
import { kubeApiserver } from './index.ts';

const NAME = 'kube-apiserver';
const SIGNING = '/etc/kubernetes/pki/sa.pub';
const LIMITS = 'apiVersion: eventratelimit.admission.k8s.io/v1alpha1\nkind: Configuration\nlimits: []\n';

describe('a server is recognised', () => {
  it.each([
    ['by its program', `/usr/local/bin/${NAME}`, [NAME], true],
    ['by its name where the program is hidden', null, [`/usr/bin/${NAME}`], true],
    ['by a name with version and platform', `/opt/${NAME}-v1.34.1-linux-amd64`, [NAME], true],
    ['inside a hyperkube', '/hyperkube', ['/hyperkube', NAME, '--profiling=false'], true],
    ['inside a hyperkube by its short name', '/hyperkube', ['/hyperkube', 'apiserver'], true],
    ['not another part of a hyperkube', '/hyperkube', ['/hyperkube', 'kubelet', NAME], false],
    ['not inside a wrapper', '/go-runner', ['/go-runner', '--log-file=x', NAME], false],
    ['not a namesake', '/bin/sample-apiserver', ['sample-apiserver'], false],
    ['not by its short name alone', '/bin/apiserver', ['apiserver'], false],
    ['not a script that names it', '/bin/sh', ['sh', '-c', NAME], false],
    ['not for help', `/${NAME}`, [NAME, '-h'], false],
    ['not for its version', `/${NAME}`, [NAME, '--version'], false],
    ['with arguments that it would refuse', `/${NAME}`, [NAME, '--nothing'], true],
  ])('%s', (_name, executable, argv, expected) => {
    expect(kubeApiserver.recognise({ executable, argv })).toBe(expected);
  });
});

describe('files that are wanted', () => {
  it.each([
    ['none but the keys that every server of today needs', [], []],
    ['of authorities', ['--client-ca-file=/ca', '--requestheader-client-ca-file=/p'], ['/ca', '/p']],
    ['whose keys are compared', ['--etcd-cafile=/e', '--tls-cert-file=/c'], ['/c', '/e']],
    ['of settings', ['--audit-policy-file=/a', '--authorization-config=/b'], ['/a', '/b']],
    ['no keys', ['--tls-private-key-file=/k', '--etcd-keyfile=/e'], []],
    ['no passwords', ['--token-auth-file=/tokens.csv'], []],
  ])('%s', (_name, args, paths) => {
    const wanted = kubeApiserver.wanted(apiServerFacts({ args }));

    expect(wanted.map(({ path }) => path)).toEqual([...paths, SIGNING]);
  });

  it('are also those that the admission configuration names for plugins in force', () => {
    const admission = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins: [{name: EventRateLimit, path: limits.yaml}, {name: ImagePolicyWebhook, path: images.yaml}]
`;
    const given = {
      args: ['--enable-admission-plugins=EventRateLimit', '--admission-control-config-file=/etc/a/a.yaml'],
      files: { '/etc/a/a.yaml': admission, '/etc/a/limits.yaml': LIMITS, '/etc/a/images.yaml': LIMITS },
    };

    const { files } = apiServerFacts(given);

    expect(Object.keys(files)).toEqual(['/etc/a/a.yaml', SIGNING, '/etc/a/limits.yaml']);
  });

  it('have of encryption keys the names, and nothing below their secrets', () => {
    const [file] = kubeApiserver.wanted(apiServerFacts({ args: ['--encryption-provider-config=/e'] }));

    const keys = [...(file?.keys ?? [])].filter((key) =>
      key.startsWith('resources.*.providers.*.aescbc.keys.*'),
    );
    expect(keys.sort()).toEqual([
      'resources.*.providers.*.aescbc.keys.*.name',
      'resources.*.providers.*.aescbc.keys.*.secret.**',
    ]);
  });
});
