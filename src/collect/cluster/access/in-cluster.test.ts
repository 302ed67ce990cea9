import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { plantTree } from '../../../../test/support/collect/tree.ts';
import { createAuthority } from '../../../cli/demo/pki.ts';
import { inClusterAccess } from './in-cluster.ts';

const DIRECTORY = 'var/run/secrets/kubernetes.io/serviceaccount';

/** The client looks at the environment of the process. */
beforeEach(() => {
  vi.stubEnv('KUBERNETES_SERVICE_HOST', '10.96.0.1');
  vi.stubEnv('KUBERNETES_SERVICE_PORT', '443');
});
afterEach(() => vi.unstubAllEnvs());

/** A root directory with the files of a service account. */
function account(files: Record<string, string>): string {
  return plantTree(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`${DIRECTORY}/${name}`, content])),
  );
}

describe('the service account of a Pod', () => {
  it('asks the API server as itself', async () => {
    const { certificate } = await createAuthority('cluster');
    const root = account({ token: 'abc\n', 'ca.crt': certificate });

    const access = await inClusterAccess(process.env, root);

    expect(access).toMatchObject({
      options: {
        ca: Buffer.from(certificate),
        rejectUnauthorized: true,
        headers: { Authorization: 'Bearer abc' },
      },
      facts: { credentials: 'token', source: expect.stringContaining('service account') },
    });
    expect(access?.server.href).toBe('https://10.96.0.1/');
  });

  it.each([
    ['with IPv6', 'fd00::1', '443', 'https://[fd00::1]/'],
    ['with a port that others use for plain HTTP', '10.96.0.1', '8080', 'https://10.96.0.1:8080/'],
  ])('of a cluster %s', async (_name, host, port, expected) => {
    vi.stubEnv('KUBERNETES_SERVICE_HOST', host);
    vi.stubEnv('KUBERNETES_SERVICE_PORT', port);
    const { certificate } = await createAuthority('cluster');
    const root = account({ token: 'abc', 'ca.crt': certificate });

    const access = await inClusterAccess(process.env, root);

    expect(access?.server.href).toBe(expected);
  });

  it('is not there outside of a Pod, or where no token is mounted', async () => {
    expect(await inClusterAccess({}, account({ token: 'abc' }))).toBeNull();
    expect(await inClusterAccess(process.env, plantTree({}))).toBeNull();
  });

  it.each([
    ['no authority to trust', { token: 'abc' }, /ca\.crt is not there/],
    ['an empty authority', { token: 'abc', 'ca.crt': '' }, /holds no certificate/],
    ['an empty token', { token: '\n', 'ca.crt': '' }, /holds no token/],
  ])('is of no use with %s', async (_name, files, problem) => {
    await expect(inClusterAccess(process.env, account(files))).rejects.toThrow(problem);
  });
});
