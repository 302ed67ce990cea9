import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { changeCluster as change, fakeApi } from '../../../test/support/fake-api.ts';
import { httpProxy, listen, socksProxy } from '../../../test/support/proxies.ts';
import { createAuthority } from '../../cli/demo/pki.ts';
import type { ClusterFacts } from '../../model/cluster.ts';
import { LIMITS } from './api/limits.ts';
import { collectCluster } from './index.ts';

async function ask(kubeconfig: string, environment: Record<string, string> = {}): Promise<ClusterFacts> {
  const options = { kubeconfig, context: null, allowExec: false, environment, now: () => new Date() };
  const cluster = await collectCluster({ ...options, toolVersion: '0.0.0', progress: () => {} });
  if (cluster.state !== 'asked') throw new Error(cluster.reason);
  return cluster;
}

function states({ kinds }: ClusterFacts): Set<string> {
  return new Set(Object.values(kinds).map(({ state }) => state));
}

const WELL = new Set(['listed', 'absent']);

describe('a server is asked', () => {
  it('through the proxy of the kubeconfig, which is told', async () => {
    const api = await fakeApi();
    const { port, asked } = await httpProxy();
    await change(api.kubeconfig, { 'proxy-url': `http://127.0.0.1:${port}` });

    const facts = await ask(api.kubeconfig);

    expect(states(facts)).toEqual(WELL);
    expect(facts.access.notes).toEqual([`through the proxy 127.0.0.1:${port}`]);
    expect(asked).toEqual(Array.from({ length: LIMITS.parallel }, () => `127.0.0.1:${api.port}`));
  });

  it('not at all where the proxy does not let it through', async () => {
    const api = await fakeApi();
    const server = createServer().on('connect', (_, client: Socket) =>
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
    );
    await change(api.kubeconfig, { 'proxy-url': `http://127.0.0.1:${await listen(server)}` });

    const facts = await ask(api.kubeconfig);

    expect(facts.kinds.pods).toEqual({ state: 'failed', reason: 'the proxy answered 403' });
  });

  it.each([
    ['which has an address for a name', '127.0.0.1', {}],
    ['which has a name', 'localhost', {}],
    ['which is called otherwise', 'api.example.com', { 'tls-server-name': 'api.example.com' }],
  ])('through a SOCKS proxy, %s', async (_name, name, more) => {
    const api = await fakeApi({}, { names: [name] });
    const server = `https://${name === 'localhost' ? name : '127.0.0.1'}:${api.port}`;
    const proxyUrl = `socks5://127.0.0.1:${await socksProxy(api.port)}`;
    await change(api.kubeconfig, { server, 'proxy-url': proxyUrl, ...more });

    const facts = await ask(api.kubeconfig);

    expect(states(facts)).toEqual(WELL);
  });

  it('through a SOCKS proxy only if it is the one that it says', async () => {
    const api = await fakeApi({}, { names: ['localhost'] });
    const proxyUrl = `socks5://127.0.0.1:${await socksProxy(api.port)}`;
    await change(api.kubeconfig, { 'proxy-url': proxyUrl });

    const facts = await ask(api.kubeconfig);

    expect(facts.kinds.pods).toEqual({
      state: 'failed',
      reason: "the server's certificate is not for this name",
    });
  });

  it('over no more connections than it shall have', async () => {
    const api = await fakeApi();

    await ask(api.kubeconfig);

    expect(api.connections()).toBe(LIMITS.parallel);
  });

  it('without the proxy of the environment when it is on loopback', async () => {
    const api = await fakeApi();
    const { port, asked } = await httpProxy();

    const facts = await ask(api.kubeconfig, { HTTPS_PROXY: `http://127.0.0.1:${port}` });

    expect(states(facts)).toEqual(WELL);
    expect(asked).toEqual([]);
  });

  it('whoever it is when its certificate shall not be verified, which is told', async () => {
    const api = await fakeApi({}, { trusted: await createAuthority('another') });
    await change(api.kubeconfig, {
      'certificate-authority-data': undefined,
      'insecure-skip-tls-verify': true,
    });

    const facts = await ask(api.kubeconfig);

    expect(states(facts)).toEqual(WELL);
    expect(facts.access.notes).toEqual([
      "the server's certificate was not verified (insecure-skip-tls-verify)",
    ]);
  });

  it('by the name that the kubeconfig gives it', async () => {
    const api = await fakeApi({}, { names: ['api.example.com'] });
    await change(api.kubeconfig, { 'tls-server-name': 'api.example.com' });

    expect(states(await ask(api.kubeconfig))).toEqual(WELL);
  });

  it('over plain HTTP, as `kubectl proxy` serves it, without credentials, below its path', async () => {
    const seen: (string | undefined)[] = [];
    const answer: RequestListener = ({ url = '', headers }, response) => {
      seen.push(headers.authorization);
      const body = url === '/k8s/a/version' ? { gitVersion: 'v1.34.1' } : { kind: 'XList', items: [] };
      response.writeHead(url.startsWith('/k8s/a/') ? 200 : 500).end(JSON.stringify(body));
    };
    const port = await listen(createServer(answer));
    const api = await fakeApi();
    await change(api.kubeconfig, { server: `http://127.0.0.1:${port}/k8s/a/` });

    const facts = await ask(api.kubeconfig);

    expect(states(facts)).toEqual(WELL);
    expect(facts.server).toBe(`http://127.0.0.1:${port}/k8s/a`);
    expect(new Set(seen)).toEqual(new Set([undefined]));
  });
});
