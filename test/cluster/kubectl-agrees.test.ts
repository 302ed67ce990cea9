import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/demo/binary-run.ts';
import { findAccess } from '../../src/collect/cluster/access/find.ts';
import { sayOnStderr } from '../nodes/programs/cache.ts';
import { DEFAULT_KUBERNETES, findKubernetes } from '../nodes/programs/kubernetes.ts';

let kubectl = '';
let home = '';

beforeAll(async () => {
  kubectl = (await findKubernetes(DEFAULT_KUBERNETES, sayOnStderr)).kubectl;
});
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'kubetrue-kubectl-')));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Nobody listens at these addresses: what kubectl would have asked stands in what it says of its attempt. */
function cluster(port: number): object {
  return { server: `http://127.0.0.1:${port}` };
}

function config(parts: { current?: string; clusters?: object; contexts?: object; users?: object }): string {
  const list = (named: object = {}, key: string) =>
    Object.entries(named).map(([name, value]) => ({ name, [key]: value }));
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    ...(parts.current === undefined ? {} : { 'current-context': parts.current }),
    clusters: list(parts.clusters, 'cluster'),
    contexts: list(parts.contexts, 'context'),
    users: list(parts.users, 'user'),
  });
}

const ONE = config({
  current: 'one',
  clusters: { c: cluster(1) },
  contexts: { one: { cluster: 'c', user: '' } },
});

/** Any base64. Over plain HTTP nobody looks into it. */
const DATA = Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n').toString('base64');
const PLUGIN = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: 'none',
  interactiveMode: 'Never',
};

/** One file with more in its cluster or its user. */
function oneWith(more: { cluster?: object; user?: object }): string {
  return config({
    current: 'x',
    clusters: { c: { ...cluster(11), ...more.cluster } },
    users: { u: more.user ?? {} },
    contexts: { x: { cluster: 'c', user: 'u' } },
  });
}

/** Files in the order in which KUBECONFIG names them; null: named, but not there. */
type Case = [name: string, files: readonly (string | null)[], context?: string];
const CASES: Case[] = [
  ['one file', [ONE]],
  ['a file that is not there before it', [null, ONE]],
  ['an empty file before it', ['', ONE]],
  ['two files with the same cluster', [ONE, config({ clusters: { c: cluster(2) } })]],
  ['the current context of the first that has one', [config({ clusters: { c: cluster(3) } }), ONE]],
  [
    'a context of another file',
    [ONE, config({ contexts: { two: { cluster: 'd', user: '' } }, clusters: { d: cluster(4) } })],
    'two',
  ],
  ['a context that is nowhere', [ONE], 'three'],
  ['no context', [config({ clusters: { c: cluster(5) } })]],
  ['a current context that is nowhere', [config({ current: 'x', clusters: { c: cluster(5) } })]],
  ['a context without its cluster', [config({ current: 'x', contexts: { x: { cluster: 'c', user: '' } } })]],
  ['a broken file behind a good one', [ONE, '{']],
  ['a list for a map', [ONE, '[]']],
  ['another kind', [ONE, '{"apiVersion":"v1","kind":"Pod"}']],
  [
    'a number for a text',
    [config({ current: 'x', clusters: { c: { server: 5 } }, contexts: { x: { cluster: 'c', user: '' } } })],
  ],
  [
    'a name that stands twice',
    [
      `{"current-context":"x","contexts":[{"name":"x","context":{"cluster":"c"}}],"clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:6"}},{"name":"c","cluster":{"server":"http://127.0.0.1:7"}}]}`,
    ],
  ],
  [
    'YAML with repeated keys',
    [
      'current-context: y\ncurrent-context: x\ncontexts: [{ name: x, context: { cluster: c } }]\nclusters: [{ name: c, cluster: { server: "http://127.0.0.1:8" } }]',
    ],
  ],
  [
    'a server without a scheme',
    [
      config({
        current: 'x',
        clusters: { c: { server: '127.0.0.1:9' } },
        contexts: { x: { cluster: 'c', user: '' } },
      }),
    ],
  ],
  [
    'a server without a scheme that is not verified',
    [
      config({
        current: 'x',
        clusters: { c: { server: '127.0.0.1:9', 'insecure-skip-tls-verify': true } },
        contexts: { x: { cluster: 'c', user: '' } },
      }),
    ],
  ],
  [
    'a cluster that the first file only names',
    [
      config({ current: 'x', clusters: { c: {} }, contexts: { x: { cluster: 'c', user: '' } } }),
      config({ clusters: { c: cluster(12) } }),
    ],
  ],
  [
    'a context that the first file only names',
    [
      config({ current: 'x', contexts: { x: {} } }),
      config({ clusters: { c: cluster(13) }, contexts: { x: { cluster: 'c', user: '' } } }),
    ],
  ],
  ['an entry that is null', [oneWith({}).replace('"users":[', '"users":[null,')]],
  [
    'an authority twice',
    [oneWith({ cluster: { 'certificate-authority-data': DATA, 'certificate-authority': 'x' } })],
  ],
  ['an authority that is not there', [oneWith({ cluster: { 'certificate-authority': 'none' } })]],
  [
    'an authority that would not be asked',
    [oneWith({ cluster: { 'certificate-authority-data': DATA, 'insecure-skip-tls-verify': true } })],
  ],
  ['an authority that is not base64', [oneWith({ cluster: { 'certificate-authority-data': '%%' } })]],
  ['a key that is not base64, of nobody', [ONE, config({ users: { z: { 'client-key-data': '%%' } } })]],
  [
    'a certificate twice',
    [
      oneWith({
        user: { 'client-certificate-data': DATA, 'client-certificate': 'x', 'client-key-data': DATA },
      }),
    ],
  ],
  ['a certificate without a key', [oneWith({ user: { 'client-certificate-data': DATA } })]],
  ['a key without a certificate', [oneWith({ user: { 'client-key': 'none' } })]],
  ['a token and a password', [oneWith({ user: { token: 'a', username: 'b', password: 'c' } })]],
  ['a token that kubectl knows no key for', [oneWith({ user: { 'token-file': 'none' } })]],
  ['groups without a name', [oneWith({ user: { 'as-groups': ['a'] } })]],
  ['a plugin and an auth-provider', [oneWith({ user: { exec: PLUGIN, 'auth-provider': { name: 'oidc' } } })]],
  [
    'an auth-provider with a map inside',
    [oneWith({ user: { 'auth-provider': { name: 'a', config: { exec: {} } } } })],
  ],
  ['a proxy of another kind', [oneWith({ cluster: { 'proxy-url': 'ftp://127.0.0.1:1' } })]],
  [
    'a server with a path',
    [
      config({
        current: 'x',
        clusters: { c: { server: 'http://127.0.0.1:10/k8s/clusters/a/' } },
        contexts: { x: { cluster: 'c', user: '' } },
      }),
    ],
  ],
];

describe('a kubeconfig leads where kubectl goes', () => {
  it.each<Case>(CASES)('%s', async (...[, files, context]) => {
    const paths = files.map((content, index) => {
      const path = join(home, `${index}.conf`);
      if (content !== null) writeFileSync(path, content);
      return path;
    });
    const environment = { KUBECONFIG: paths.join(':'), HOME: home };

    const [theirs, ours] = await Promise.all([
      askedBy(environment, context),
      reachedBy(environment, context),
    ]);

    expect(ours).toBe(theirs);
  });
});

/** The address that kubectl tries, null when it refuses before. It tries localhost:8080 when it has no address. */
async function askedBy(environment: Record<string, string>, context?: string): Promise<string | null> {
  const words = ['get', '--raw=/version', '-v=8', ...(context === undefined ? [] : [`--context=${context}`])];
  const said = await run(kubectl, words, { env: environment }).then(
    () => '',
    (error: Error & { cause?: { stderr?: string } }) => error.cause?.stderr ?? '',
  );
  const url = /url="([^"]+)\/version"/.exec(said)?.[1] ?? /GET (\S+)\/version/.exec(said)?.[1] ?? null;
  return url === 'http://localhost:8080' ? null : url;
}

async function reachedBy(environment: Record<string, string>, context?: string): Promise<string | null> {
  const options = { kubeconfig: null, context: context ?? null, allowExec: false, environment };
  const found = await findAccess(options, []).catch(() => null);
  return found?.state === 'usable' ? found.access.server.href.replace(/\/$/, '') : null;
}
