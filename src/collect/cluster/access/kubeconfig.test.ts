import { describe, expect, it } from 'vitest';
import { type Kubeconfig, mergeKubeconfigs, parseKubeconfig } from './kubeconfig.ts';

function parse(text: string, path = '/home/ada/.kube/config'): Promise<Kubeconfig> {
  return parseKubeconfig(Buffer.from(text), path);
}

describe('a kubeconfig', () => {
  it('leads from a context to a cluster and a user', async () => {
    const { config, users } = await parse(`
apiVersion: v1
kind: Config
current-context: prod
contexts: [{ name: prod, context: { cluster: main, user: ada, namespace: web } }]
clusters:
- name: main
  cluster: { server: 'https://10.0.0.1:6443', certificate-authority-data: QUJD, tls-server-name: api, proxy-url: 'http://p:3128' }
users:
- name: ada
  user: { client-certificate-data: QUJD, client-key-data: REVG, as: root, as-groups: [a, b] }
`);

    expect(config.getCurrentContext()).toBe('prod');
    expect(config.getCurrentCluster()).toMatchObject({
      server: 'https://10.0.0.1:6443',
      caData: 'QUJD',
      tlsServerName: 'api',
      skipTLSVerify: false,
      proxyUrl: 'http://p:3128',
    });
    expect(config.getCurrentUser()).toMatchObject({ certData: 'QUJD', keyData: 'REVG' });
    expect(users.get('ada')).toMatchObject({
      written: { as: 'root', 'as-groups': ['a', 'b'] },
      directory: '/home/ada/.kube',
    });
  });

  it('names files from its own directory', async () => {
    const { config } = await parse(`
clusters: [{ name: a, cluster: { server: 'https://a', certificate-authority: pki/ca.crt } }]
users: [{ name: a, user: { client-certificate: ../c.crt, client-key: /k.key } }]
`);

    expect(config.getCluster('a')).toMatchObject({ caFile: '/home/ada/.kube/pki/ca.crt' });
    expect(config.getUser('a')).toMatchObject({ certFile: '/home/ada/c.crt', keyFile: '/k.key' });
  });

  it('says nothing where kubectl knows no key', async () => {
    const { config } = await parse('users: [{ name: a, user: { token-file: /not/there } }]');

    expect(config.getUser('a')?.token).toBeUndefined();
  });

  it.each([
    ['is not YAML', 'clusters: [', /line 1/],
    ['is a list', '- a', /a list where keys and values are expected/],
    ['is another kind of object', 'kind: Pod', /no kubeconfig: it says that it is a Pod of v1/],
    ['has another version', 'apiVersion: v2', /no kubeconfig: it says that it is a Config of v2/],
    [
      'has a number for a server',
      'clusters: [{ name: a, cluster: { server: 5 } }]',
      /server is a number, not a string/,
    ],
    [
      'has a text for a switch',
      'clusters: [{ name: a, cluster: { insecure-skip-tls-verify: "true" } }]',
      /is a string, not a boolean/,
    ],
    ['has a map for a list', 'users: {}', /users is a map, not a list/],
    ['has a list for a map', 'users: [{ name: a, user: [] }]', /a list where keys and values are expected/],
    ['names a user twice', 'users: [{ name: a }, { name: a }]', /users has "a" twice/],
    [
      'holds data that is not base64',
      'clusters: [{ name: a, cluster: { certificate-authority-data: "%%" } }]',
      /the certificate authority in the kubeconfig is not valid base64/,
    ],
  ])('that %s is refused, as kubectl refuses it', async (_name, text, problem) => {
    await expect(parse(text)).rejects.toThrow(problem);
  });
});

describe('several kubeconfigs', () => {
  it('are one in which the first to name something decides about it as a whole', async () => {
    const first = await parse('clusters: [{ name: a, cluster: { server: "https://one" } }]');
    const second = await parse(`
current-context: second
clusters: [{ name: a, cluster: { server: "https://two", proxy-url: "http://p" } }, { name: b, cluster: { server: "https://b" } }]
users: [{ name: u, user: { token: second } }]
`);
    const third = await parse('current-context: third\nusers: [{ name: u, user: { token: third } }]');

    const { config, users } = mergeKubeconfigs([first, second, third]);

    expect(config.getCurrentContext()).toBe('second');
    expect(config.getCluster('a')).toMatchObject({ server: 'https://one', proxyUrl: undefined });
    expect(config.getCluster('b')).toMatchObject({ server: 'https://b' });
    expect(config.getUser('u')).toMatchObject({ token: 'second' });
    expect(users.get('u')).toMatchObject({ written: { token: 'second' } });
  });

  it('are not searched further for what the first only names', async () => {
    const first = await parse('clusters: [{ name: a }]\ncontexts: [{ name: x }]');
    const second = await parse(`
clusters: [{ name: a, cluster: { server: "https://two" } }]
contexts: [{ name: x, context: { cluster: a } }]
`);

    const { config } = mergeKubeconfigs([first, second]);

    expect(config.getCluster('a')).toMatchObject({ server: '' });
    expect(config.getContextObject('x')).toMatchObject({ cluster: '' });
  });
});
