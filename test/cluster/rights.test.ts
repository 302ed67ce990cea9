import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../nodes/control-plane.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../nodes/programs/kubernetes.ts';
import { give, takeBack, untilAnswered, type Where } from './support/giving.ts';
import { findingOf } from './support/judge.ts';
import { EVERYWHERE, IN_A_NAMESPACE, NONE_EVERYWHERE, NONE_IN_A_NAMESPACE } from './support/rights.ts';

const SHOP: Where = ['-n', 'shop'];
const ANN = ['--as=ann', ...SHOP];
/** Shows that the authorizer has learned of a role. */
const MARK = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get'] };
const HOLDERS = [...new Set([...EVERYWHERE, ...IN_A_NAMESPACE].map(([rule]) => rule))];
const OTHERS = ['wildcards', 'no-anonymous-bindings', 'unauthenticated-bindings', 'authenticated-bindings'];

describe.each(Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[])(
  'rights in a cluster of %s',
  (version) => {
    let controlPlane: ControlPlane;

    beforeAll(async () => {
      controlPlane = await startControlPlane({ version });
      await controlPlane.kubectl('create', 'namespace', 'shop');
    });

    afterAll(() => controlPlane?.stop());

    it.each([...HOLDERS, ...OTHERS.map((name) => `rbac-${name}`)])(
      '%s holds while nobody has given anybody anything',
      async (rule) => {
        const finding = await findingOf(rule, controlPlane.kubeconfig);

        expect(finding).toMatchObject({ status: 'pass' });
      },
    );

    describe.each<[string, typeof EVERYWHERE, Where]>([
      ['a ClusterRoleBinding', EVERYWHERE, []],
      ['a RoleBinding', IN_A_NAMESPACE, SHOP],
    ])('given by %s', (...[, rights, where]) => {
      afterEach(() => takeBack(controlPlane, where));

      it.each(rights)('%s sees %j', async (...[rule, rules, asked]) => {
        await give(controlPlane, rules, where, '--user=ann');
        await untilAnswered(controlPlane, 'yes', [...asked, ...ANN]);
        const given = await findingOf(rule, controlPlane.kubeconfig);

        await takeBack(controlPlane, where);
        await untilAnswered(controlPlane, 'no', [...asked, ...ANN]);
        const taken = await findingOf(rule, controlPlane.kubeconfig);

        expect(given).toMatchObject({ status: 'fail', reason: expect.stringMatching(/^User ann may /) });
        expect(taken).toMatchObject({ status: 'pass' });
      });
    });

    describe.each<[string, typeof EVERYWHERE, Where, string]>([
      ['a ClusterRoleBinding', NONE_EVERYWHERE, [], '-n=shop'],
      // Asked for in a namespace, kubectl tells of cluster-wide resources what no request would get.
      ['a RoleBinding', NONE_IN_A_NAMESPACE, SHOP, '-A'],
    ])('not given by %s', (...[, rights, where, asking]) => {
      afterEach(() => takeBack(controlPlane, where));

      it.each(rights)('%s does not see %j', async (...[rule, rules, asked]) => {
        await give(controlPlane, [...rules, MARK], where, '--user=ann');
        await untilAnswered(controlPlane, 'yes', ['get', 'leases.coordination.k8s.io', ...ANN]);
        await untilAnswered(controlPlane, 'no', [...asked, '--as=ann', asking]);

        const finding = await findingOf(rule, controlPlane.kubeconfig);

        await takeBack(controlPlane, where);
        expect(finding).toMatchObject({ status: 'pass' });
      });
    });
  },
);
