import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, type FakeApi, fakeApi, sendJson, sendStatus } from '../../../test/support/fake-api.ts';
import { createAuthority } from '../../cli/demo/pki.ts';
import type { ClusterFacts, Rights } from '../../model/cluster.ts';
import { LIMITS, type Limits } from './api/limits.ts';
import { collectCluster } from './index.ts';
import { KINDS } from './kinds.ts';

/** As in earnest, but nobody waits long. */
const QUICK: Limits = { ...LIMITS, silenceMs: 300, answerMs: 1_500, accidentMs: 10 };
const PODS = '/api/v1/pods';

async function ask(
  { kubeconfig }: Pick<FakeApi, 'kubeconfig'>,
  limits = QUICK,
  onRights: (rights: Rights) => void = () => {},
): Promise<ClusterFacts> {
  const asked = { kubeconfig, context: null, allowExec: false, environment: {} };
  const options = { ...asked, now: () => new Date(), toolVersion: '0.0.0', progress: () => {}, onRights };
  const cluster = await collectCluster(options, limits);
  if (cluster.state !== 'asked') throw new Error(cluster.reason);
  return cluster;
}

/** Asks a server that does one thing differently, and tells what came of Pods and of all other kinds. */
async function podsOf(answer: Answer, limits = QUICK) {
  const api = await fakeApi({ [PODS]: answer });
  const { kinds, workloads } = await ask(api, limits);
  const { pods, ...others } = kinds;
  const asked = api.requests.filter((path) => path.startsWith(PODS)).length;
  return { pods, others: new Set(Object.values(others).map(({ state }) => state)), asked, workloads };
}

function pod(name: string): object {
  return { metadata: { namespace: 'web', name }, spec: { containers: [{ name: 'c', image: 'i' }] } };
}

function page(names: readonly string[], next = ''): object {
  return { kind: 'PodList', metadata: { continue: next }, items: names.map(pod) };
}

const OTHERS_WELL = new Set(['listed', 'absent']);

describe('a server that is well', () => {
  it('is asked for each kind once, and says whom it is asked by', async () => {
    const api = await fakeApi();

    const { kinds } = await ask(api);

    const paths = api.requests.map((path) => path.replace(/[?&]limit=500$/, ''));
    expect(new Set(paths).size).toBe(paths.length);
    expect(Object.keys(kinds).sort()).toEqual(KINDS.map(({ kind }) => kind).sort());
    expect(api.headers[0]).toMatchObject({
      'user-agent': 'kubetrue/0.0.0',
      authorization: 'Bearer secret-token',
    });
  });

  it('has told all rights before it has told of a Pod', async () => {
    const told = Promise.withResolvers<unknown>();
    const bound = { metadata: { name: 'b' }, roleRef: { kind: 'ClusterRole', name: 'r' }, subjects: [] };
    const { kubeconfig } = await fakeApi({
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings': (_request, response) =>
        sendJson(response, 200, { kind: 'ClusterRoleBindingList', items: [bound] }),
      [PODS]: (_request, response) => {
        told.promise.then(() => sendJson(response, 200, page(['a'])));
        return true;
      },
    });

    const { bindings, kinds } = await ask({ kubeconfig }, QUICK, ({ bindings: early }) =>
      told.resolve(early),
    );

    expect(kinds.pods).toMatchObject({ state: 'listed', count: 1 });
    expect(await told.promise).toBe(bindings);
  });

  it('gives its pages one after the other', async () => {
    const { pods, workloads, asked } = await podsOf((request, response) =>
      sendJson(response, 200, request.url?.includes('continue=two%2F') ? page(['b']) : page(['a'], 'two/')),
    );

    expect(pods).toEqual({ state: 'listed', count: 2 });
    expect(workloads.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(asked).toBe(2);
  });
});

describe('a server of another age', () => {
  const absent: Answer = (_, response) =>
    sendStatus(response, 404, 'the server could not find the requested resource');
  const release =
    (version: string): Answer =>
    (_, response) =>
      sendJson(response, 200, { gitVersion: version });

  it('is asked for what it calls by another version, and not for what came later', async () => {
    const api = await fakeApi({
      '/version': release('v1.20.15+k3s1'),
      '/apis/batch/v1/cronjobs': absent,
      '/apis/policy/v1/namespaces/default/poddisruptionbudgets': absent,
      '/apis/policy/v1beta1/podsecuritypolicies': (_, response) =>
        sendJson(response, 200, {
          kind: 'PartialObjectMetadataList',
          items: [{ metadata: { name: 'restricted' } }],
        }),
    });

    const { kinds, podSecurityPolicies } = await ask(api);

    expect(kinds).toMatchObject({
      cronjobs: { state: 'listed' },
      'poddisruptionbudgets (default)': { state: 'listed' },
      podsecuritypolicies: { state: 'listed', count: 1 },
      validatingadmissionpolicies: { state: 'absent' },
    });
    expect(podSecurityPolicies).toEqual(['restricted']);
    expect(api.requests.filter((path) => path.includes('validatingadmission'))).toEqual([]);
  });

  it('may lack what was off by default', async () => {
    const policies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
    const api = await fakeApi({
      '/version': release('v1.29.0'),
      [policies]: absent,
      [policies.replace('v1', 'v1beta1')]: absent,
    });

    const { kinds } = await ask(api);

    expect(kinds.validatingadmissionpolicies).toEqual({
      state: 'absent',
      reason: 'the server has no such kind',
    });
  });

  it('is asked for everything when it does not say how old it is', async () => {
    const api = await fakeApi({ '/version': (_, response) => sendStatus(response, 403, 'no') });

    const { kinds, version } = await ask(api);

    expect(version).toMatchObject({ state: 'unreadable', reason: 'not allowed (403): no' });
    expect(new Set(Object.values(kinds).map(({ state }) => state))).toEqual(new Set(['listed']));
  });
});

describe('an answer about one kind that cannot be used is told of that kind', () => {
  it.each<[string, Answer, object, number]>([
    [
      '403',
      (_, response) => sendStatus(response, 403, 'pods is forbidden'),
      { state: 'refused', status: 403, reason: 'not allowed (403): pods is forbidden' },
      1,
    ],
    [
      '404 for what every Kubernetes has',
      (_, response) => sendStatus(response, 404, 'no'),
      { state: 'failed', status: 404, reason: expect.stringContaining('which every Kubernetes has') },
      1,
    ],
    [
      '500 twice',
      (_, response) => sendStatus(response, 500, 'etcdserver: request timed out'),
      { state: 'failed', status: 500, reason: 'the server answered 500: etcdserver: request timed out' },
      2,
    ],
    [
      'a redirect',
      (_, response) => {
        response.writeHead(302, { Location: 'https://elsewhere.example.com/' }).end();
        return true;
      },
      { state: 'failed', status: 302, reason: 'the server answered 302, a redirect, which is not followed' },
      1,
    ],
    [
      '429 with a wait that is too long',
      (_, response) => {
        response.setHeader('Retry-After', '3600');
        return sendStatus(response, 429, 'too many requests');
      },
      { state: 'failed', status: 429, reason: 'the server is too busy (429): too many requests' },
      1,
    ],
    [
      '429 for ever',
      (_, response) => {
        response.setHeader('Retry-After', '0');
        return sendStatus(response, 429, 'too many requests');
      },
      { state: 'failed', status: 429, reason: 'the server is too busy (429): too many requests' },
      6,
    ],
    [
      'half a page',
      (_, response) => {
        const text = JSON.stringify(page(['a', 'b']));
        response.writeHead(200, { 'Content-Length': text.length });
        response.write(text.slice(0, -20), () => response.destroy());
        return true;
      },
      { state: 'failed', reason: 'the connection ended before the answer was whole' },
      2,
    ],
    [
      'half a page that says it is whole',
      (_, response) => {
        response.end(JSON.stringify(page(['a', 'b'])).slice(0, -20));
        return true;
      },
      { state: 'failed', status: 200, reason: 'the answer is not JSON' },
      2,
    ],
    [
      'a page of a web site',
      (_, response) => {
        response.end('<html>Please log in</html>');
        return true;
      },
      { state: 'failed', status: 200, reason: 'the answer is not JSON' },
      2,
    ],
    [
      'another object',
      (_, response) => sendJson(response, 200, { kind: 'Status', items: [] }),
      { state: 'failed', reason: 'the answer is not a list' },
      1,
    ],
    [
      'a list without items',
      (_, response) => sendJson(response, 200, { kind: 'PodList' }),
      { state: 'failed', reason: 'the answer is not a list' },
      1,
    ],
    ['nothing at all', () => true, { state: 'failed', reason: 'no answer within 0.3 s' }, 1],
    [
      'an answer that drips without end',
      (_, response) => {
        response.writeHead(200).write('{"kind":"PodList","items":[');
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
        return true;
      },
      { state: 'failed', reason: 'no answer within 1.5 s' },
      1,
    ],
    [
      'a list that expires twice',
      (request, response) =>
        request.url?.includes('continue=')
          ? sendStatus(response, 410, 'expired')
          : sendJson(response, 200, page(['a'], 'next')),
      { state: 'failed', status: 410, reason: expect.stringContaining('changed twice') },
      4,
    ],
  ])('%s', async (_name, answer, expected, times) => {
    const { pods, others, asked } = await podsOf(answer);

    expect(pods).toEqual(expected);
    expect(others).toEqual(OTHERS_WELL);
    expect(asked).toBe(times);
  });

  it('and whole pages that came before it are kept, for what they show is there', async () => {
    const { pods, workloads } = await podsOf((request, response) =>
      request.url?.includes('continue=')
        ? sendStatus(response, 403, 'no more')
        : sendJson(response, 200, page(['a'], 'next')),
    );

    expect(pods).toMatchObject({ state: 'refused' });
    expect(workloads.map(({ name }) => name)).toEqual(['a']);
  });
});

describe('what may be an accident is asked again', () => {
  /** Does it once, then answers. */
  function once(first: Answer, later: Answer): Answer {
    let calls = 0;
    return (request, response) => {
      calls += 1;
      return (calls === 1 ? first : later)(request, response);
    };
  }

  const well: Answer = (_, response) => sendJson(response, 200, page(['a', 'b']));

  it.each<[string, Answer]>([
    ['500', (_, response) => sendStatus(response, 500, 'leader changed')],
    [
      '429',
      (_, response) => {
        response.setHeader('Retry-After', '0');
        return sendStatus(response, 429, 'later');
      },
    ],
    [
      'half a page, of which nothing counts twice',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 9_999 });
        response.write(JSON.stringify(page(['a', 'b'])), () => response.destroy());
        return true;
      },
    ],
  ])('%s', async (_name, accident) => {
    const { pods, workloads } = await podsOf(once(accident, well));

    expect(pods).toEqual({ state: 'listed', count: 2 });
    expect(workloads.map(({ name, variants }) => [name, variants[0]?.pods])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('a list that expired begins anew', async () => {
    let expired = false;
    const { pods, workloads } = await podsOf((request, response) => {
      if (!request.url?.includes('continue=')) return sendJson(response, 200, page(['a'], 'next'));
      if (expired) return sendJson(response, 200, page(['b']));
      expired = true;
      return sendStatus(response, 410, 'the provided continue parameter is too old');
    });

    expect(pods).toEqual({ state: 'listed', count: 2 });
    expect(workloads.map(({ variants }) => variants[0]?.pods)).toEqual([1, 1]);
  });
});

describe("trouble that is not one kind's own ends the asking", () => {
  async function reasons({
    kubeconfig,
  }: Pick<FakeApi, 'kubeconfig'>): Promise<{ reasons: Set<string>; facts: ClusterFacts }> {
    const facts = await ask({ kubeconfig });
    return {
      reasons: new Set(Object.values(facts.kinds).map((one) => ('reason' in one ? one.reason : one.state))),
      facts,
    };
  }

  it('credentials that are not accepted', async () => {
    const api = await fakeApi({ '/version': (_, response) => sendStatus(response, 401, 'Unauthorized') });

    const { reasons: given, facts } = await reasons(api);

    expect(given).toEqual(new Set(['the server does not accept the credentials (401): Unauthorized']));
    expect(facts.version).toMatchObject({ state: 'unreadable' });
    expect(api.requests).toEqual(['/version']);
  });

  it('a server that is down', async () => {
    const api = await fakeApi();
    await moveTo(api, await closedPort());

    expect((await reasons(api)).reasons).toEqual(new Set(['nobody listens there (connection refused)']));
  });

  it('a server that is not from the authority of the kubeconfig gets no token', async () => {
    const api = await fakeApi({}, { trusted: await createAuthority('another') });

    expect((await reasons(api)).reasons).toEqual(
      new Set(["the server's certificate is not from the cluster's authority"]),
    );
    expect(api.requests).toEqual([]);
  });

  it('a server of another name', async () => {
    const api = await fakeApi({}, { names: ['api.example.com'] });

    expect((await reasons(api)).reasons).toEqual(new Set(["the server's certificate is not for this name"]));
  });

  it('a port that takes connections and says nothing', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const api = await fakeApi();
    await moveTo(api, (silent.address() as AddressInfo).port);

    expect((await reasons(api)).reasons).toEqual(new Set(['no answer within 0.3 s']));
  });

  it('a server that is no Kubernetes', async () => {
    const api = await fakeApi({
      '/version': (_, response) => sendJson(response, 200, { name: 'a web site' }),
    });

    expect((await reasons(api)).reasons).toEqual(new Set(['it does not answer as the Kubernetes API does']));
  });

  it('silence about three kinds', async () => {
    const silent: Answer = () => true;
    const api = await fakeApi(
      Object.fromEntries(KINDS.map(({ paths }) => [paths[0]?.replace(/\?.*/, ''), silent])),
    );

    const { reasons: given } = await reasons(api);

    expect(given).toContain('no answer within 0.3 s');
    expect(api.requests.length).toBeLessThan(8);
  });

  it('the time that all may take together', async () => {
    const slow: Answer = (_, response) => {
      setTimeout(() => sendJson(response, 200, page([])), 200);
      return true;
    };
    const api = await fakeApi(
      Object.fromEntries(KINDS.map(({ paths }) => [paths[0]?.replace(/\?.*/, ''), slow])),
    );

    const { kinds } = await ask(api, { ...QUICK, wholeMs: 700 });

    expect(kinds.pods).toEqual({ state: 'listed', count: 0 });
    expect(kinds['poddisruptionbudgets (default)']).toEqual({
      state: 'failed',
      reason: 'the time of 0.7 s for all is used up',
    });
  });
});

/** Has the kubeconfig lead to another port. */
async function moveTo({ kubeconfig, port }: FakeApi, other: number): Promise<void> {
  const text = await readFile(kubeconfig, 'utf8');
  await writeFile(kubeconfig, text.replace(`:${port}`, `:${other}`));
}

/** Of a server that has just ended. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('credentials and secrets stay where they are', () => {
  it('in no fact, whatever a server makes of them', async () => {
    const api = await fakeApi({
      [PODS]: (request, response) => sendStatus(response, 403, `no: ${request.headers.authorization}`),
      '/api/v1/namespaces/kube-system/secrets': (_, response) =>
        sendJson(response, 200, {
          kind: 'SecretList',
          items: [
            { metadata: { name: 'bootstrap-token-abcdef' }, data: { 'token-secret': btoa('very-secret') } },
          ],
        }),
    });

    const facts = await ask(api);

    expect(facts.kinds.pods).toMatchObject({ reason: 'not allowed (403): no: Bearer (credentials)' });
    expect(facts.bootstrapTokens).toEqual([
      { name: 'bootstrap-token-abcdef', expiration: null, usages: [], groups: [] },
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/secret-token|very-secret|dmVyeS1zZWNyZXQ/);
  });
});
