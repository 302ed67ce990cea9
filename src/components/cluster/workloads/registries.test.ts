import { expect, it } from 'vitest';
import { clusterItems, clusterProperty, saidOf } from '../../../../test/support/cluster-property.ts';

function asked(image: string, ...registries: string[]) {
  const podSpecs = [{ containers: [{ name: 'a', image }] }];
  const cluster = { podSpecs, workloads: [{ namespace: 'shop', name: 'web' }] };
  return { cluster, parameters: { registries } };
}

it.each<[image: string, approved: string, expected: 'yes' | 'no']>([
  ['registry.example/a:1', 'registry.example', 'yes'],
  ['registry.example/a:1', 'registry.example/', 'yes'],
  ['registry.example/team/a:1', 'registry.example/team', 'yes'],
  ['registry.example/team:1', 'registry.example/team', 'yes'],
  ['registry.example/team@sha256:0', 'registry.example/team', 'yes'],
  ['registry.example/teammate/a:1', 'registry.example/team', 'no'],
  ['registry.example.evil/a:1', 'registry.example', 'no'],
  ['registry.example:5000/a:1', 'registry.example', 'no'],
  ['registry.example:5000/a:1', 'registry.example:5000', 'yes'],
  ['Registry/a:1', 'docker.io', 'no'],
  ['localhost/a:1', 'docker.io', 'no'],
  ['nginx', 'docker.io', 'yes'],
  ['nginx:1', 'docker.io/library', 'yes'],
  ['docker.io/nginx:1', 'docker.io/library', 'yes'],
  ['index.docker.io/nginx:1', 'docker.io/library/nginx', 'yes'],
  ['index.docker.io/grafana/grafana:1', 'docker.io/grafana', 'yes'],
  ['nginx:1', 'docker.io/nginx', 'yes'],
  ['nginx:1', 'index.docker.io', 'yes'],
  ['grafana/grafana:1', 'docker.io/library', 'no'],
  ['grafana/grafana:1', 'docker.io/grafana', 'yes'],
  ['nginx:1', 'registry.example', 'no'],
])('%s by the approved %s', (image, approved, expected) => {
  expect(saidOf(clusterItems('image-registries', asked(image, approved)), 'allowed')).toEqual([expected]);
});

it('without approved ones a person is told the hosts, of what runs outside exempt namespaces', () => {
  const image = (name: string) => ({ containers: [{ name: 'a', image: `${name}/a:1` }] });
  const cluster = {
    podSpecs: [image('one.example'), image('two.example'), image('three.example')],
    workloads: [
      {
        namespace: 'shop',
        name: 'web',
        variants: [{ spec: 0 }, { spec: 1, template: false, pods: 1, ended: 1 }],
      },
      { namespace: 'kube-system', name: 'dns', variants: [{ spec: 2 }] },
    ],
  };

  const property = clusterProperty('image-registries', {
    cluster,
    parameters: { 'system-namespaces': ['kube-system'] },
  });

  expect(property).toMatchObject({
    verdict: { status: 'manual', reason: expect.stringMatching(/Images come from one\.example\.$/) },
  });
});
