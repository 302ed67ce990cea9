import type { Api, Created } from './api.ts';

export interface BulkShape {
  namespaces: number;
  deploymentsPerNamespace: number;
  podsPerDeployment: number;
}

/**
 * Fills a cluster with Deployments, their ReplicaSets and Pods, as controllers would have made them; none must run,
 * or it would collect the Pods. Every Deployment has an image of its own.
 */
export async function fillCluster(api: Api, shape: BulkShape): Promise<void> {
  for (let number = 0; number < shape.namespaces; number += 1) {
    const namespace = `team-${number}`;
    await api.create('/api/v1/namespaces', { metadata: { name: namespace } });
    await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: 'default' } });
    const names = Array.from({ length: shape.deploymentsPerNamespace }, (_, index) => `app-${index}`);
    await Promise.all(names.map((name) => fillDeployment(api, namespace, name, shape.podsPerDeployment)));
  }
}

const HASH = '5d8f7c9b6d';

async function fillDeployment(api: Api, namespace: string, name: string, pods: number): Promise<void> {
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const labels = { app: name };
  const template = { metadata: { labels }, spec: podSpec(namespace, name) };
  const spec = { replicas: pods, selector: { matchLabels: labels }, template };
  const deployment = await api.create(`${apps}/deployments`, { metadata: { name, labels }, spec });
  const hashed = { ...labels, 'pod-template-hash': HASH };
  const set = await api.create(`${apps}/replicasets`, {
    metadata: { name: `${name}-${HASH}`, labels: hashed, ownerReferences: ownedBy('Deployment', deployment) },
    spec: {
      replicas: pods,
      selector: { matchLabels: hashed },
      template: { ...template, metadata: { labels: hashed } },
    },
  });
  const metadata = {
    generateName: `${name}-${HASH}-`,
    labels: hashed,
    ownerReferences: ownedBy('ReplicaSet', set),
  };
  const one = () =>
    api.create(`/api/v1/namespaces/${namespace}/pods`, { metadata, spec: podSpec(namespace, name) });
  await Promise.all(Array.from({ length: pods }, one));
}

function ownedBy(kind: string, { metadata: { name, uid } }: Created): object[] {
  return [{ apiVersion: 'apps/v1', kind, name, uid, controller: true, blockOwnerDeletion: true }];
}

/** About as long as those of real applications: a server with probes, and a sidecar. */
export function podSpec(namespace: string, name: string): object {
  const probe = { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 };
  const environment = Array.from({ length: 12 }, (_, index) => ({
    name: `SETTING_${index}`,
    value: `value-of-setting-${index}-of-${name}`,
  }));
  const secret = {
    name: 'DATABASE_PASSWORD',
    valueFrom: { secretKeyRef: { name: `${name}-db`, key: 'password' } },
  };
  return {
    containers: [
      {
        name: 'server',
        image: `registry.example.com/${namespace}/${name}:1.4.2`,
        args: ['--listen=:8080', '--log-format=json'],
        env: [...environment, secret],
        ports: [{ containerPort: 8080, name: 'http' }],
        livenessProbe: probe,
        readinessProbe: probe,
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'settings', mountPath: '/etc/settings' }],
      },
      { name: 'proxy', image: 'registry.example.com/mesh/proxy:1.20.3', args: ['proxy', 'sidecar'] },
    ],
    volumes: [{ name: 'settings', configMap: { name: `${name}-settings` } }],
  };
}
