import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, issue } from '../../../cli/demo/pki.ts';
import { findAccess } from './find.ts';

let home = '';
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'kubetrue-exec-')));
});
afterEach(() => rmSync(home, { recursive: true }));

const V1 = 'client.authentication.k8s.io/v1';

/** A kubeconfig whose user has the given script for credentials. It leaves a mark when it runs. */
function withPlugin(script: string, extra = ''): string {
  writeFileSync(join(home, 'plugin'), `#!/bin/sh\necho ran >> ${home}/ran\n${script}\n`, { mode: 0o755 });
  const path = join(home, 'config');
  writeFileSync(
    path,
    `
current-context: here
contexts: [{ name: here, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: 'https://c' } }]
users:
- name: u
  user:
    ${extra}
    exec:
      apiVersion: ${V1}
      command: ./plugin
      args: [--for, kubetrue]
      env: [{ name: GREETING, value: hello }]
      interactiveMode: IfAvailable
      provideClusterInfo: true
`,
  );
  return path;
}

function answer(status: object, apiVersion = V1): string {
  return `cat <<'END'\n${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}\nEND`;
}

function find(kubeconfig: string, allowExec: boolean) {
  return findAccess({ kubeconfig, context: null, allowExec, environment: { PATH: process.env.PATH } }, []);
}

describe('a credential plugin', () => {
  it('is never run without --allow-exec', async () => {
    const found = await find(withPlugin(answer({ token: 'abc' })), false);

    expect(found).toEqual({ state: 'unusable', reason: expect.stringContaining('only with --allow-exec') });
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  it('gives a token when it may', async () => {
    const found = await find(withPlugin(answer({ token: 'abc' })), true);

    expect(found).toMatchObject({
      state: 'usable',
      access: {
        options: { headers: { Authorization: 'Bearer abc' } },
        facts: { credentials: 'token', notes: ['credentials by ./plugin'] },
      },
    });
  });

  it('hears who asks, of which cluster', async () => {
    await find(
      withPlugin(`echo "$*|$GREETING|$KUBERNETES_EXEC_INFO" > ${home}/heard\n${answer({ token: 'abc' })}`),
      true,
    );

    const [words, greeting, info = ''] = readFileSync(join(home, 'heard'), 'utf8').split('|');
    expect([words, greeting]).toEqual(['--for kubetrue', 'hello']);
    expect(JSON.parse(info)).toEqual({
      kind: 'ExecCredential',
      apiVersion: V1,
      spec: { interactive: false, cluster: { server: 'https://c' } },
    });
  });

  it('is not waited for when it listens for a person', async () => {
    const found = await find(withPlugin(`cat\n${answer({ token: 'abc' })}`), true);

    expect(found).toMatchObject({ state: 'usable' });
  });

  it('gives a certificate with its key', async () => {
    const { certificate, key } = await issue(await createAuthority('cluster'), {
      commonName: 'ada',
      names: [],
    });

    const found = await find(
      withPlugin(answer({ clientCertificateData: certificate, clientKeyData: key })),
      true,
    );

    expect(found).toMatchObject({
      access: {
        options: { cert: certificate, key, headers: {} },
        facts: { credentials: 'client-certificate', subject: 'CN=ada' },
      },
    });
  });

  it('runs once', async () => {
    await find(withPlugin(answer({ token: 'abc' })), true);

    expect(readFileSync(join(home, 'ran'), 'utf8')).toBe('ran\n');
  });

  it('is not needed where there is a token already', async () => {
    const found = await find(withPlugin('exit 1', 'token: given'), true);

    expect(found).toMatchObject({ access: { options: { headers: { Authorization: 'Bearer given' } } } });
    expect(existsSync(join(home, 'ran'))).toBe(false);
  });

  it.each([
    ['fails', 'exit 3', /ended with exit code 3/],
    ['is killed', 'kill -9 $$', /ended with SIGKILL/],
    ['says nothing', 'true', /did not answer with JSON/],
    [
      'speaks another version',
      answer({ token: 'abc' }, 'client.authentication.k8s.io/v1beta1'),
      /does not answer in/,
    ],
    ['gives nothing', answer({}), /neither a token nor a certificate/],
    ['gives half a pair', answer({ clientCertificateData: 'abc' }), /neither a token nor a certificate/],
    [
      'gives what is over',
      answer({ token: 'abc', expirationTimestamp: '2000-01-01T00:00:00Z' }),
      /credentials that have expired/,
    ],
    ['gives a token that none can be', answer({ token: 'a b' }), /characters that no token has/],
  ])('that %s is of no use', async (_name, script, reason) => {
    const found = await find(withPlugin(script), true);

    expect(found).toEqual({ state: 'unusable', reason: expect.stringMatching(reason) });
  });

  it('that is not there is of no use', async () => {
    const path = withPlugin('true');
    rmSync(join(home, 'plugin'));

    expect(await find(path, true)).toEqual({ state: 'unusable', reason: expect.stringContaining('ENOENT') });
  });
});
