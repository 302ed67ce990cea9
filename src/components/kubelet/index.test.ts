import { describe, expect, it } from 'vitest';
import { type GivenKubelet, KUBELET_HEAD, kubeletFacts } from '../../../test/support/kubelet.ts';
import { valueIfPresent } from '../../model/fact.ts';
import { kubelet } from './index.ts';

describe('a kubelet', () => {
  it.each<[string, string | null, string[], boolean]>([
    ['the program', '/usr/bin/kubelet', ['/usr/bin/kubelet', '--config=/k.yaml'], true],
    ['one whose file cannot be seen', null, ['kubelet'], true],
    ['hyperkube as one', '/hyperkube', ['/hyperkube', 'kubelet', '--v=2'], true],
    ['a link to hyperkube', '/hyperkube', ['/usr/local/bin/kubelet'], true],
    ['hyperkube as another', '/hyperkube', ['/hyperkube', 'kube-proxy'], false],
    ['a shell that names it', '/usr/bin/dash', ['sh', '-c', 'kubelet --config=/k.yaml'], false],
    ['a namesake', '/usr/bin/kubelet-exporter', ['kubelet-exporter'], false],
    ['a call for its version', '/usr/bin/kubelet', ['kubelet', '--version'], false],
    ['a call for help', '/usr/bin/kubelet', ['kubelet', '-h'], false],
    ['one that would refuse its arguments', '/usr/bin/kubelet', ['kubelet', '--no-such-flag'], true],
  ])('is recognised: %s', (_name, executable, argv, expected) => {
    const recognised = kubelet.recognise({ executable, argv });

    expect(recognised).toBe(expected);
  });
});

describe('files of a kubelet', () => {
  async function readings(given: GivenKubelet) {
    const { files } = await kubeletFacts(given);
    return Object.fromEntries(
      Object.entries(files).map(([path, fact]) => {
        const content = valueIfPresent(fact)?.content;
        return [path, content === undefined ? fact.state : (valueIfPresent(content)?.kind ?? content.state)];
      }),
    );
  }

  it('are those that flags, configuration and drop-ins name', async () => {
    const given: GivenKubelet = {
      argv: [
        '--config=/k.yaml',
        '--config-dir=/k.d',
        '--kubeconfig=/kubelet.conf',
        '--bootstrap-kubeconfig=/boot.conf',
        '--cert-dir=/pki',
      ],
      files: {
        '/k.yaml': `${KUBELET_HEAD}authentication: {x509: {clientCAFile: ca.crt}}\nstaticPodPath: /manifests\n`,
        '/k.d/a.conf': `${KUBELET_HEAD}tlsCertFile: /tls.crt\ntlsPrivateKeyFile: /tls.key\n`,
        '/k.d/b/readme': '',
        '/ca.crt': 'x',
        '/tls.crt': 'x',
        '/tls.key': 'secret',
        '/boot.conf': 'secret',
        '/pki/kubelet-server-current.pem': 'secret',
      },
      directories: ['/manifests'],
    };

    const seen = await readings(given);

    expect(seen).toMatchObject({
      '/k.yaml': 'config',
      '/k.d': 'listing',
      '/k.d/b/': 'not-read',
      '/k.d/a.conf': 'config',
      '/ca.crt': 'broken-certificates',
      '/tls.crt': 'broken-certificates',
      '/tls.key': 'not-read',
      '/kubelet.conf': 'absent',
      '/boot.conf': 'not-read',
      '/manifests': 'not-read',
      '/pki': 'not-read',
      '/pki/kubelet-server-current.pem': 'not-read',
    });
  });

  it('with certificate and key in one are only looked at from outside', async () => {
    const seen = await readings({
      argv: ['--tls-cert-file=/both.pem', '--tls-private-key-file=/both.pem'],
      files: { '/both.pem': 'secret' },
    });

    expect(seen['/both.pem']).toBe('not-read');
  });

  it('keep no secret', async () => {
    const text = `${KUBELET_HEAD}staticPodURL: https://user:hush@host/\nstaticPodURLHeader: {Authorization: [hush]}\nnoSuchKey: hush\n`;

    const facts = await kubeletFacts({
      argv: ['--config=/k.yaml', '--manifest-url-header=Authorization:hush'],
      files: { '/k.yaml': text },
    });

    expect(JSON.stringify(facts)).not.toContain('hush');
  });
});
