import { readFileSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Argv, type ControlPlane, startControlPlane } from '../../nodes/control-plane.ts';
import { runningApiServer } from '../../support/api-server.ts';
import { ask } from './audited.ts';

const CONFIG = 'apiserver.config.k8s.io/v1';
const authn = (anonymous: string) =>
  `apiVersion: ${CONFIG}\nkind: AuthenticationConfiguration\nanonymous: ${anonymous}\n`;
const ALLOWS_ALL = `apiVersion: ${CONFIG}
kind: AuthorizationConfiguration
authorizers: [{type: AlwaysAllow, name: alwaysallow}]
`;
const KEY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const keyed = (provider: string) => `{${provider}: {keys: [{name: one, secret: ${KEY}}]}}`;
const PROVIDERS = ['{identity: {}}', ...['secretbox', 'aescbc', 'aesgcm'].map(keyed)];
/** An entry by whose first provider is written; the others read what earlier rows have left. */
const entry = (resources: string, writer: string) => {
  const first = writer === 'identity' ? '{identity: {}}' : keyed(writer);
  const others = PROVIDERS.filter((one) => one !== first);
  return `{resources: [${resources}], providers: [${[first, ...others].join(', ')}]}`;
};
const encrypting = (entries: readonly string[]) =>
  `apiVersion: ${CONFIG}\nkind: EncryptionConfiguration\nresources: [${entries.join(', ')}]\n`;
/** Flags that the rows replace. */
const REPLACED = /^--(?:authorization-mode|authorization-config|authentication-config|anonymous|encryption)/;

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});

afterAll(() => plane?.stop());

/** What the product says of words and a file, and the server that they are given to. */
async function restarted(args: Argv, text: string | null) {
  const path = join(plane.directory, 'config.yaml');
  if (text !== null) writeFileSync(path, text);
  const words = args.map((word) => word.replace('{file}', path));
  const { url } = await plane.restart('kube-apiserver', (argv) => [
    ...argv.filter((word) => !REPLACED.test(word)),
    ...words,
  ]);
  return { url, candidate: runningApiServer({ args: words, files: text === null ? {} : { [path]: text } }) };
}

const RBAC = '--authorization-mode=Node,RBAC';

describe('whoever shows no credentials', () => {
  it.each<[string, Argv, string | null]>([
    ['meets the default', [RBAC], null],
    ['meets a closed door', [RBAC, '--anonymous-auth=f'], null],
    ['meets AlwaysAllow by flag', ['--authorization-mode=AlwaysAllow'], null],
    ['meets AlwaysAllow by default', [], null],
    ['meets AlwaysAllow by file', ['--authorization-config={file}'], ALLOWS_ALL],
    ['meets a file that opens', ['--authentication-config={file}'], authn('{enabled: true}')],
    ['meets a file that closes', [RBAC, '--authentication-config={file}'], authn('{enabled: false}')],
    [
      'meets a file that opens health checks',
      [RBAC, '--authentication-config={file}'],
      authn('{enabled: true, conditions: [{path: /livez}]}'),
    ],
  ])('%s', async (_name, args, text) => {
    const { url, candidate } = await restarted(args, text);

    const [api, health] = await Promise.all([ask(url, 'GET', '/api'), ask(url, 'GET', '/livez')]);

    const seen = [api, health].map(({ status }) => status !== 401);
    const told = { on: [true, true], limited: [false, true], off: [false, false] };
    expect(told).toHaveProperty([String(candidate.setting('anonymous-requests').value)], seen);
  });
});

describe('a Secret is written', () => {
  it.each<[string, readonly string[]]>([
    ['as it is', []],
    ['as it is where others are encrypted', [entry("configmaps, '*.apps'", 'aescbc')]],
    ['by the first provider', [entry('secrets', 'secretbox')]],
    ['as it is where identity comes first', [entry('secrets', 'identity')]],
    ['by the first of two entries that name it', [entry('secrets', 'aescbc'), entry('secrets', 'identity')]],
    ['by a wildcard of its group', [entry("'*.'", 'aescbc')]],
    ['by a wildcard of all', [entry("'*.*'", 'aesgcm')]],
    ['by the entry before a wildcard', [entry('secrets', 'secretbox'), entry("'*.*'", 'aescbc')]],
  ])('%s', async (name, entries) => {
    const plainly = entries.length === 0;
    const args = [RBAC, ...(plainly ? [] : ['--encryption-provider-config={file}'])];
    const { candidate } = await restarted(args, plainly ? null : encrypting(entries));
    const secret = name.replaceAll(' ', '-');

    await plane.kubectl('create', 'secret', 'generic', secret, '--from-literal=a=b', '--namespace=default');

    const writer = String(candidate.setting('secrets-encryption').value);
    const plain = writer === 'none' || writer === 'identity';
    const prefix = plain ? 'k8s\0' : `k8s:enc:${writer}:v1:one:`;
    const stored = await storedValue(`/registry/secrets/default/${secret}`);
    expect(stored.subarray(0, prefix.length).toString()).toBe(prefix);
  });
});

/** What lies under a key in etcd. */
async function storedValue(key: string): Promise<Buffer> {
  const pki = (name: string) => readFileSync(join(plane.pki, name));
  const tls = {
    ca: pki('etcd/ca.crt'),
    cert: pki('apiserver-etcd-client.crt'),
    key: pki('apiserver-etcd-client.key'),
  };
  const url = new URL('/v3/kv/range', plane.component('etcd').url);
  const text = await new Promise<string>((resolve, reject) => {
    const request = send(
      url,
      { method: 'POST', ...tls, checkServerIdentity: () => undefined },
      (response) => {
        response.setEncoding('utf8');
        let body = '';
        response.on('data', (part: string) => {
          body += part;
        });
        response.on('end', () => resolve(body));
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify({ key: Buffer.from(key).toString('base64') }));
  });
  const { kvs } = JSON.parse(text) as { kvs?: { value: string }[] };
  return Buffer.from(kvs?.[0]?.value ?? '', 'base64');
}
