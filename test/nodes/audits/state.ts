import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '../node.ts';

/** Kinds of which nothing changes by itself while a node stands idle. */
const KINDS = [
  'configmaps',
  'secrets',
  'serviceaccounts',
  'services',
  'namespaces',
  'roles',
  'rolebindings',
  'clusterroles',
  'clusterrolebindings',
  'networkpolicies',
  'resourcequotas',
  'limitranges',
  'persistentvolumes',
  'persistentvolumeclaims',
  'deployments',
  'jobs',
  'cronjobs',
  'certificatesigningrequests',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
].join(',');
const COLUMNS = 'KIND:.kind,NS:.metadata.namespace,NAME:.metadata.name,VERSION:.metadata.resourceVersion';

/** What somebody who only looks leaves as it was: files with their attributes and content, and objects. */
export async function stateOf(node: Node): Promise<Readonly<Record<string, string>>> {
  const objects = await node.must(['kubectl', 'get', KINDS, '-A', `-o=custom-columns=${COLUMNS}`]);
  const pods = await node.must([
    'kubectl',
    'get',
    'pods',
    '-A',
    '-o=custom-columns=N:.metadata.name,U:.metadata.uid',
  ]);
  const files = ['/etc', '/var/lib/kubelet/pki', '/var/lib/kubelet/config.yaml', '/usr/lib/systemd'].map(
    (place) => [place, digestOf(node.outside(place))] as const,
  );
  return { objects, pods, ...Object.fromEntries(files) };
}

function digestOf(path: string): string {
  const hash = createHash('sha256');
  const look = (at: string) => {
    const stats = lstatSync(at);
    hash.update(`${at} ${stats.mode} ${stats.uid} ${stats.gid} ${stats.size} ${stats.mtimeMs}\n`);
    if (stats.isFile()) hash.update(readFileSync(at));
    if (stats.isDirectory()) for (const name of readdirSync(at).sort()) look(join(at, name));
  };
  look(path);
  return hash.digest('hex');
}
