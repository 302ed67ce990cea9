import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../cli/demo/pki.ts';
import type { Access, AccessOptions } from './access.ts';
import { findAccess } from './find.ts';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'kubetrue-access-')));
});
afterEach(() => {
  rmSync(home, { recursive: true });
  vi.unstubAllEnvs();
});

function write(name: string, content: string): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o755 });
  return path;
}

/** Plain HTTP needs no certificates. */
function kubeconfig(host: string, user = '{}', scheme = 'http'): string {
  return `
current-context: here
contexts: [{ name: here, context: { cluster: c, user: u } }, { name: there, context: { cluster: d, user: u } }]
clusters: [{ name: c, cluster: { server: '${scheme}://${host}' } }, { name: d, cluster: { server: 'http://other' } }]
users: [{ name: u, user: ${user} }]
`;
}

function find(options: Partial<AccessOptions>, administrators: readonly string[] = []) {
  return findAccess(
    { kubeconfig: null, context: null, allowExec: false, environment: {}, ...options },
    administrators,
  );
}

async function access(options: Partial<AccessOptions>, administrators?: readonly string[]): Promise<Access> {
  const found = await find(options, administrators);
  if (found.state !== 'usable') throw new Error(found.reason);
  return found.access;
}

describe('access to the cluster comes', () => {
  it('from --kubeconfig before all others', async () => {
    const named = write('named', kubeconfig('named'));
    const other = write('other', kubeconfig('other'));

    const { server, facts } = await access({
      kubeconfig: named,
      environment: { KUBECONFIG: other, HOME: home },
    });

    expect(server.href).toBe('http://named/');
    expect(facts.source).toBe(`kubeconfig ${named}, context here`);
  });

  it('from KUBECONFIG before the home directory, files that are missing passed over', async () => {
    const one = write('one', kubeconfig('one'));
    write('.kube/config', kubeconfig('home'));

    const { server } = await access({ environment: { KUBECONFIG: `/not/there:${one}`, HOME: home } });

    expect(server.host).toBe('one');
  });

  it('from the home directory', async () => {
    write('.kube/config', kubeconfig('home'));

    expect((await access({ environment: { HOME: home } })).server.host).toBe('home');
  });

  it("from an administrator's file of the node at last", async () => {
    const admin = write('admin.conf', kubeconfig('admin'));

    const { server, facts } = await access({ environment: { HOME: home } }, ['/not/there', admin]);

    expect(server.host).toBe('admin');
    expect(facts.source).toContain(admin);
  });

  it('from nowhere, and then that is the reason', async () => {
    expect(await find({ environment: { HOME: home } })).toEqual({
      state: 'absent',
      reason: expect.stringContaining('there is no kubeconfig'),
    });
  });

  it('not from an empty file', async () => {
    write('.kube/config', '');

    expect(await find({ environment: { HOME: home } })).toMatchObject({ state: 'absent' });
  });
});

describe('the context', () => {
  it('is the one of --context', async () => {
    const named = write('named', kubeconfig('named'));

    expect((await access({ kubeconfig: named, context: 'there' })).server.host).toBe('other');
  });

  it('of --context must be there', async () => {
    const named = write('named', kubeconfig('named'));

    await expect(find({ kubeconfig: named, context: 'prod' })).rejects.toMatchObject({
      code: 'KT_KUBECONFIG',
      problems: [{ message: 'There is no context "prod".', hint: 'contexts: here, there' }],
    });
  });

  it('of --context needs a kubeconfig', async () => {
    await expect(find({ context: 'prod' })).rejects.toMatchObject({ code: 'KT_KUBECONFIG' });
  });
});

describe("a mistake in the file of --kubeconfig is the user's", () => {
  it.each([
    ['not there', null],
    ['empty', ''],
    ['no YAML', '['],
    ['a Pod', 'kind: Pod'],
  ])('%s', async (_name, content) => {
    const path = content === null ? join(home, 'none') : write('file', content);

    await expect(find({ kubeconfig: path })).rejects.toMatchObject({
      code: 'KT_KUBECONFIG',
      problems: [{ file: path }],
    });
  });
});

describe('what cannot be used is told, and nothing else is tried', () => {
  it.each([
    ['a file that kubectl refuses', 'users: {}', /users is a map/],
    [
      'no current context',
      'clusters: [{ name: c, cluster: { server: "http://c" } }]',
      /has no current context/,
    ],
    ['a context that is not there', 'current-context: x', /has no context "x"/],
    [
      'a context without a server',
      'current-context: x\ncontexts: [{ name: x, context: { cluster: c } }]',
      /leads to no server/,
    ],
    ['a server that is no address', kubeconfig('bad host'), /no http or https address/],
    [
      'a certificate without a key',
      kubeconfig('c', '{ client-certificate-data: QUJD }', 'https'),
      /has no key beside it/,
    ],
    [
      'a certificate that is none',
      kubeconfig('c', '{ client-certificate-data: QUJD, client-key-data: QUJD }', 'https'),
      /cannot be used/,
    ],
    [
      'data that is not base64',
      kubeconfig('c', '{ client-certificate-data: "%%", client-key-data: QUJD }', 'https'),
      /not valid base64/,
    ],
    ['a token file that is not there', kubeconfig('c', '{ tokenFile: none }', 'https'), /holds no token/],
    [
      'a file that is not there',
      kubeconfig('c', '{ client-certificate: none, client-key: none }', 'https'),
      /none is not there/,
    ],
    ['a token and a password', kubeconfig('c', '{ token: t, username: ada }', 'https'), /both a token and/],
    [
      'a certificate twice',
      kubeconfig('c', '{ client-certificate-data: QUJD, client-certificate: c, client-key: k }', 'https'),
      /both client-certificate and client-certificate-data/,
    ],
    [
      'an authority twice',
      kubeconfig('c').replace(
        "'http://c'",
        "'http://c', certificate-authority-data: QUJD, certificate-authority: ca",
      ),
      /both certificate-authority and certificate-authority-data/,
    ],
    [
      'an authority that shall not be asked',
      kubeconfig('c', '{}', 'https').replace(
        "'https://c'",
        "'https://c', certificate-authority-data: QUJD, insecure-skip-tls-verify: true",
      ),
      /exclude each other/,
    ],
    [
      'groups without a user to act as',
      kubeconfig('c', '{ token: t, as-groups: [a] }', 'https'),
      /without a name/,
    ],
    [
      'an auth-provider',
      kubeconfig('c', '{ auth-provider: { name: gcp } }', 'https'),
      /the auth-provider gcp/,
    ],
    [
      'a proxy of another kind',
      kubeconfig('c').replace("'http://c'", "'http://c', proxy-url: 'socks4://p'"),
      /socks4/,
    ],
  ])('%s', async (_name, content, reason) => {
    const path = write('.kube/config', content);
    const admin = write('admin.conf', kubeconfig('admin'));

    const found = await find({ environment: { HOME: home } }, [admin]);

    expect(found).toEqual({ state: 'unusable', reason: expect.stringMatching(reason) });
    expect(path).toBeTruthy();
  });

  it('files of KUBECONFIG that are all missing', async () => {
    write('.kube/config', kubeconfig('home'));

    const found = await find({ environment: { KUBECONFIG: '/a:/b', HOME: home } });

    expect(found).toEqual({ state: 'unusable', reason: 'KUBECONFIG names /a and /b, which is not there' });
  });
});

describe('the server is trusted', () => {
  it.each([
    ['by the authority of the kubeconfig', 'ca.crt', 'u'],
    ['by it too where nobody asks', 'ca.crt', 'nobody'],
  ])('%s', async (_name, file, user) => {
    const { certificate } = await createAuthority('cluster');
    write(file, certificate);
    const text = kubeconfig('c', '{ token: abc }', 'https')
      .replace("'https://c'", `'https://c', certificate-authority: ${file}, tls-server-name: api`)
      .replace('user: u }', `user: ${user} }`);

    const { options } = await access({ kubeconfig: write('f', text) });

    expect(options).toMatchObject({
      ca: Buffer.from(certificate),
      servername: 'api',
      rejectUnauthorized: true,
    });
  });

  it("by the system's authorities without one, whatever Node was told", async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');

    const { options } = await access({ kubeconfig: write('f', kubeconfig('c', '{}', 'https')) });

    expect(options).toMatchObject({ ca: getCACertificates('system'), rejectUnauthorized: true });
  });
});

describe('credentials', () => {
  it('are not sent over plain HTTP', async () => {
    const { options, facts } = await access({ kubeconfig: write('f', kubeconfig('c', '{ token: abc }')) });

    expect(options.headers).toEqual({});
    expect(facts).toMatchObject({ credentials: 'none', notes: ['plain HTTP: no credentials were sent'] });
  });

  it.each([
    ['a token', '{ token: abc }', { Authorization: 'Bearer abc' }, 'token'],
    ['a password', '{ username: ada, password: "x:y" }', { Authorization: 'Basic YWRhOng6eQ==' }, 'password'],
    [
      'a stored token of oidc',
      '{ auth-provider: { name: oidc, config: { id-token: abc } } }',
      { Authorization: 'Bearer abc' },
      'token',
    ],
    ['none', '{}', {}, 'none'],
    [
      'acting as another',
      '{ token: abc, as: root, as-uid: "7", as-groups: [a, b], as-user-extra: { "x/y": [z] } }',
      {
        Authorization: 'Bearer abc',
        'Impersonate-User': 'root',
        'Impersonate-Uid': '7',
        'Impersonate-Group': ['a', 'b'],
        'Impersonate-Extra-x%2Fy': ['z'],
      },
      'token',
    ],
  ])('%s', async (_name, user, headers, kind) => {
    const found = await access({ kubeconfig: write('f', kubeconfig('c', user, 'https')) });

    expect(found.options.headers).toEqual(headers);
    expect(found.facts.credentials).toBe(kind);
  });

  it.each([
    ['of a file win over the token beside it', 'from-file\n', 'Bearer from-file'],
    ['are those beside a file that holds none', '\n', 'Bearer beside'],
  ])('%s', async (_name, content, expected) => {
    write('token', content);
    const path = write('f', kubeconfig('c', '{ token: beside, tokenFile: token }', 'https'));

    expect((await access({ kubeconfig: path })).options.headers).toEqual({ Authorization: expected });
  });

  it.each([
    ['gcp', ''],
    ['azure', ''],
    ['exec', ''],
    ['oidc', 'access-token: stale, '],
  ])('of the auth-provider %s are not got by its program', async (name, more) => {
    const program = write('program', `#!/bin/sh\ntouch ${home}/ran\n`);
    const config = `{ ${more}cmd-path: ${program}, exec: ${program}, expiry: "2000-01-01T00:00:00Z" }`;
    const path = write(
      'f',
      kubeconfig('c', `{ auth-provider: { name: ${name}, config: ${config} } }`, 'https'),
    );

    const found = await find({ kubeconfig: path, allowExec: true });

    expect(found).toMatchObject({ state: 'unusable' });
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  it('of a key without a certificate are none', async () => {
    const path = write('f', kubeconfig('c', '{ token: abc, client-key: /not/there }', 'https'));

    expect((await access({ kubeconfig: path })).options.key).toBeUndefined();
  });

  it('never show in what is recorded', async () => {
    const path = write('f', kubeconfig('ada:secret-word@c', '{ token: secret-word, as: root }', 'https'));

    const { facts, server } = await access({ kubeconfig: path });

    expect(JSON.stringify([facts, server.origin])).not.toContain('secret-word');
  });
});
