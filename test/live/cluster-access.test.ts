import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../../src/cli/demo/cluster-directory.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { changeCluster, type FakeApi, fakeApi, replaceUser, TOKEN } from '../support/fake-api.ts';
import { httpProxy, socksProxy } from '../support/proxies.ts';
import { kubetrue } from './support/program.ts';

function directory(): string {
  const { path, remove } = temporaryDirectory('kubetrue-cluster-access-');
  onTestFinished(remove);
  return path;
}

/** Makes the kubeconfig of a server need another part of the Kubernetes client. */
type Change = (api: FakeApi) => Promise<void>;

const CHANGES: Readonly<Record<string, Change>> = {
  'a token': async () => {},
  'a token of a file': async ({ kubeconfig }) => {
    const tokenFile = join(directory(), 'token');
    await writeFile(tokenFile, `${TOKEN}\n`);
    await replaceUser(kubeconfig, { tokenFile });
  },
  'a plugin': async ({ kubeconfig }) => {
    const command = join(directory(), 'plugin');
    const apiVersion = 'client.authentication.k8s.io/v1';
    const answer = { kind: 'ExecCredential', apiVersion, status: { token: TOKEN } };
    await writeFile(command, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    await chmod(command, 0o755);
    await replaceUser(kubeconfig, { exec: { apiVersion, command, interactiveMode: 'Never' } });
  },
  'a proxy': async ({ kubeconfig }) =>
    changeCluster(kubeconfig, { 'proxy-url': `http://127.0.0.1:${(await httpProxy()).port}` }),
  'a SOCKS proxy': async ({ kubeconfig, port }) =>
    changeCluster(kubeconfig, { 'proxy-url': `socks5://127.0.0.1:${await socksProxy(port)}` }),
};

it.each(Object.entries(CHANGES))(
  'the built program asks with %s, and tells no secret',
  async (_name, change) => {
    const api = await fakeApi();
    await change(api);
    const output = join(directory(), 'snapshot.json');

    const ran = await kubetrue([
      'snapshot',
      '--kubeconfig',
      api.kubeconfig,
      '--allow-exec',
      '--output',
      output,
    ]);

    const text = await readFile(output, 'utf8');
    const { cluster }: Snapshot = JSON.parse(text);
    expect(cluster).toMatchObject({
      state: 'asked',
      access: { credentials: 'token' },
      kinds: { pods: { state: 'listed' } },
    });
    expect(new Set(api.headers.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${TOKEN}`]),
    );
    expect(text + ran.stdout + ran.stderr).not.toContain(TOKEN);
  },
);
