import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../nodes/control-plane.ts';
import { factsBy, notListed } from './support/facts.ts';
import { kubeconfigFor } from './support/kubeconfig.ts';

const MANIFEST = fileURLToPath(new URL('../../deploy/rbac.yaml', import.meta.url));
const EVERYTHING = fileURLToPath(new URL('support/everything.yaml', import.meta.url));
const ACCOUNT = 'system:serviceaccount:kubetrue:kubetrue';

let controlPlane: ControlPlane;
let kubeconfig = '';

beforeAll(async () => {
  controlPlane = await startControlPlane();
  const { kubectl } = controlPlane;
  await kubectl('apply', '-f', MANIFEST);
  await kubectl('apply', '-f', EVERYTHING);
  await kubectl('wait', '--for=condition=Established', 'crd', '--all');
  const token = (await kubectl('create', 'token', 'kubetrue', '-n', 'kubetrue')).trim();
  kubeconfig = await kubeconfigFor(controlPlane, 'kubetrue', { token });
});

afterAll(() => controlPlane?.stop());

/** The rules that an account has: verbs and what they are for. */
async function rulesOf(
  account: string,
  namespace: string,
): Promise<{ verbs: string; resources: string; urls: string }[]> {
  const text = await controlPlane.kubectl(
    'auth',
    'can-i',
    '--list',
    `--as=${account}`,
    `-n=${namespace}`,
    '--no-headers',
  );
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, resources = '', urls = '', , verbs = ''] =
        /^(\S*)\s+\[(.*?)\]\s+\[(.*?)\]\s+\[(.*?)\]$/.exec(line) ?? [];
      return { resources, urls, verbs };
    });
}

describe('an account with the rights of deploy/rbac.yaml', () => {
  it('gets all that the super administrator gets', async () => {
    const [own, all] = await Promise.all([factsBy(kubeconfig), factsBy(controlPlane.kubeconfig)]);

    expect(notListed(own)).toEqual(['podsecuritypolicies: absent']);
    expect({ ...own, access: null }).toEqual({ ...all, access: null });
  });

  it.each(['default', 'kube-system', 'kubetrue'])(
    'may do nothing but list in %s, beyond what any account may',
    async (namespace) => {
      const usual = (await rulesOf('system:serviceaccount:kubetrue:default', namespace)).map((rule) =>
        JSON.stringify(rule),
      );
      const rules = await rulesOf(ACCOUNT, namespace);

      const own = rules.filter((rule) => !usual.includes(JSON.stringify(rule)));

      expect(own.length).toBeGreaterThan(20);
      expect(new Set(own.map(({ verbs }) => verbs))).toEqual(new Set(['list']));
    },
  );

  it.each([
    ['create', 'configmaps'],
    ['create', 'pods/exec'],
    ['delete', 'pods'],
    ['patch', 'nodes'],
    ['update', 'clusterroles'],
    ['get', 'secrets'],
    ['watch', 'secrets'],
    ['create', 'serviceaccounts/token'],
    ['get', 'nodes/proxy'],
    ['impersonate', 'users'],
  ])('may not %s %s', async (verb, what) => {
    const answer = controlPlane.kubectl('auth', 'can-i', verb, what, `--as=${ACCOUNT}`, '-A');

    await expect(answer).rejects.toThrow();
  });

  it('without the role for Secrets gets all but them, and says so', async () => {
    const { kubectl } = controlPlane;
    await kubectl('delete', 'clusterrolebinding', 'kubetrue-secrets');

    const facts = await factsBy(kubeconfig);

    expect(notListed(facts)).toEqual([
      'podsecuritypolicies: absent',
      'secrets (bootstrap tokens): refused',
      'secrets (default): refused',
      'secrets (service account tokens): refused',
    ]);
    expect(facts.kinds['secrets (bootstrap tokens)']).toMatchObject({
      status: 403,
      reason: expect.stringMatching(
        /^not allowed \(403\): secrets is forbidden: User "system:serviceaccount:kubetrue:kubetrue" cannot list/,
      ),
    });
  });
});
