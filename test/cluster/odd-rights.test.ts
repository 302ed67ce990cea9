import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../nodes/control-plane.ts';
import { until } from '../nodes/until.ts';
import { apply, give, takeBack, untilAnswered, type Where } from './support/giving.ts';
import { findingOf } from './support/judge.ts';

const SHOP: Where = ['-n', 'shop'];
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one', namespace: 'shop' },
  spec: { containers: [{ name: 'c', image: 'registry.k8s.io/pause' }] },
};
const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'shop' } };
/** `open` in base64. */
const PASSWORD = 'b3Blbg==';

let controlPlane: ControlPlane;

beforeAll(async () => {
  controlPlane = await startControlPlane();
  const { kubectl } = controlPlane;
  await kubectl('create', 'namespace', 'shop');
  await kubectl('create', 'serviceaccount', 'default', ...SHOP).catch(() => 'made by its controller');
  await kubectl('create', 'secret', 'generic', 'db', '--from-literal=password=open', ...SHOP);
});
afterEach(() => takeBack(controlPlane, []));
afterAll(() => controlPlane?.stop());

const finding = (rule: string) => findingOf(rule, controlPlane.kubeconfig);

describe('what is done without the right that it is named after', () => {
  it('a server-side apply creates a Pod with rights on its name alone', async () => {
    const rules = [
      { apiGroups: [''], resources: ['pods'], resourceNames: ['one'], verbs: ['create', 'patch'] },
    ];
    await give(controlPlane, rules, [], '--user=ann');
    await untilAnswered(controlPlane, 'yes', ['create', 'pods/one', '--as=ann', ...SHOP]);

    const said = await apply(controlPlane, POD, '--server-side', '--as=ann');

    expect(said).toContain('pod/one serverside-applied');
    expect(await finding('rbac-create-pods')).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('create on pods named one'),
    });
  });

  it('an empty patch shows a Secret', async () => {
    await give(
      controlPlane,
      [{ apiGroups: [''], resources: ['secrets'], verbs: ['patch'] }],
      [],
      '--user=ann',
    );
    await untilAnswered(controlPlane, 'yes', ['patch', 'secrets', '--as=ann', ...SHOP]);

    const shown = await apply(
      controlPlane,
      SECRET,
      '--server-side',
      '--as=ann',
      '-o=jsonpath={.data.password}',
    );

    expect(shown).toBe(PASSWORD);
    expect(await finding('rbac-secrets-read')).toMatchObject({ status: 'fail' });
  });

  it('a dry run of deletecollection shows all Secrets of a namespace', async () => {
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['deletecollection'] }];
    await give(controlPlane, rules, [], '--user=ann');
    await untilAnswered(controlPlane, 'yes', ['deletecollection', 'secrets', '--as=ann', ...SHOP]);

    const path = '/api/v1/namespaces/shop/secrets?dryRun=All';
    const shown = await controlPlane.kubectl('delete', `--raw=${path}`, '--as=ann');

    expect(shown).toContain(PASSWORD);
    expect(await controlPlane.kubectl('get', 'secret', 'db', ...SHOP, '-o=name')).toBe('secret/db\n');
    expect(await finding('rbac-secrets-read')).toMatchObject({ status: 'fail' });
  });
});

describe('a delete of a Secret, with that right alone', () => {
  const deleted = (...query: string[]) => {
    const path = `/api/v1/namespaces/shop/secrets/db?${query.join('&')}`;
    return controlPlane.kubectl('delete', `--raw=${path}`, '--as=ann');
  };
  const giveDelete = async () => {
    await give(
      controlPlane,
      [{ apiGroups: [''], resources: ['secrets'], verbs: ['delete'] }],
      [],
      '--user=ann',
    );
    await untilAnswered(controlPlane, 'yes', ['delete', 'secrets', '--as=ann', ...SHOP]);
  };

  it('shows nothing of it on a dry run', async () => {
    await giveDelete();

    expect(await deleted('dryRun=All')).toContain('"status":"Success"');
    expect(await deleted('dryRun=All')).not.toContain(PASSWORD);
  });

  it('shows all of it on a dry run that waits for what depends on it', async () => {
    await giveDelete();

    expect(await deleted('dryRun=All', 'propagationPolicy=Foreground')).toContain(PASSWORD);
    expect(await finding('rbac-secrets-read')).toMatchObject({ status: 'fail' });
    expect(await controlPlane.kubectl('get', 'secret', 'db', ...SHOP, '-o=name')).toBe('secret/db\n');
  });
});

describe('whom a binding names', () => {
  it('an account without a namespace is one of the namespace of the binding', async () => {
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' };
    const metadata = { name: 'web', namespace: 'shop' };
    const subjects = [{ kind: 'ServiceAccount', name: 'web' }];
    await apply(controlPlane, {
      apiVersion: roleRef.apiGroup.concat('/v1'),
      kind: 'RoleBinding',
      metadata,
      roleRef,
      subjects,
    });
    await untilAnswered(controlPlane, 'yes', [
      'create',
      'pods',
      '--as=system:serviceaccount:shop:web',
      ...SHOP,
    ]);

    const found = await finding('rbac-create-pods');

    await controlPlane.kubectl('delete', 'rolebinding', 'web', ...SHOP);
    expect(found).toMatchObject({
      status: 'fail',
      reason: expect.stringMatching(/^ServiceAccount shop\/web may create Pods/),
    });
  });

  it.each([
    ['rbac-no-anonymous-bindings', '--user=system:anonymous'],
    ['rbac-unauthenticated-bindings', '--group=system:unauthenticated'],
    ['rbac-authenticated-bindings', '--group=system:authenticated'],
  ])('%s sees %s, and no more when it is taken back', async (rule, subject) => {
    await give(controlPlane, [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }], [], subject);
    const given = await finding(rule);

    await takeBack(controlPlane, []);
    const taken = await finding(rule);

    expect([given.status, taken.status]).toEqual(['fail', 'pass']);
  });

  it.each([
    ['rbac-unauthenticated-bindings', 'system:public-info-viewer', 'system:unauthenticated'],
    ['rbac-authenticated-bindings', 'system:basic-user', 'system:authenticated'],
  ])('%s sees what is added to %s', async (...[rule, role, group]) => {
    const { kubectl } = controlPlane;
    // A stranger may not even ask what they may do.
    const reads = () =>
      kubectl('get', 'secret', 'db', ...SHOP, '--as=nobody', `--as-group=${group}`).then(
        () => true,
        () => false,
      );
    const patch = (...operations: object[]) =>
      kubectl('patch', 'clusterrole', role, '--type=json', `--patch=${JSON.stringify(operations)}`);
    const value = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };

    await patch({ op: 'add', path: '/rules/0', value });
    await until('Secrets can be read', 20_000, async () => (await reads()) || null);
    const added = await finding(rule);
    await patch({ op: 'remove', path: '/rules/0' });
    await until('Secrets can no longer be read', 20_000, async () => !(await reads()) || null);
    const removed = await finding(rule);

    expect(added).toMatchObject({ status: 'fail', reason: expect.stringContaining('get on secrets') });
    expect(removed).toMatchObject({ status: 'pass' });
  });

  it('the certificate that a scan is made with may be one of system:masters', async () => {
    expect(await finding('rbac-system-masters')).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining(
        `${controlPlane.kubeconfig} holds a client certificate in system:masters`,
      ),
    });
  });
});

describe('what a role is made of', () => {
  it('a label adds rules to view, which its holders then have', async () => {
    const metadata = { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } };
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }];
    const { kubectl } = controlPlane;
    await kubectl('create', 'clusterrolebinding', 'viewers', '--clusterrole=view', '--user=ann');
    const before = await finding('rbac-secrets-read');

    await apply(controlPlane, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules,
    });
    const after = await until('view has the rule', 20_000, async () => {
      const now = await finding('rbac-secrets-read');
      return now.status === 'fail' ? now : null;
    });

    await kubectl('delete', 'clusterrolebinding', 'viewers');
    await kubectl('delete', 'clusterrole', 'more');
    expect(before.status).toBe('pass');
    expect(after.reason).toMatch(/^User ann may read Secrets: list on secrets everywhere/);
  });

  it.each([
    ['verbs', { apiGroups: [''], resources: ['pods'], verbs: ['*'] }],
    ['resources', { apiGroups: ['apps'], resources: ['*'], verbs: ['get'] }],
    ['groups', { apiGroups: ['*'], resources: ['pods'], verbs: ['get'] }],
    ['a subresource of all', { apiGroups: [''], resources: ['*/exec'], verbs: ['create'] }],
    ['paths', { nonResourceURLs: ['*'], verbs: ['get'] }],
  ])('a wildcard for %s is seen while it is there', async (...[, rule]) => {
    await give(controlPlane, [rule], [], '--user=ann');
    const given = await finding('rbac-wildcards');

    await takeBack(controlPlane, []);
    const taken = await finding('rbac-wildcards');

    expect([given.status, taken.status]).toEqual(['fail', 'pass']);
  });
});
