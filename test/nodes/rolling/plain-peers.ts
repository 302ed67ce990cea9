import { fileURLToPath } from 'node:url';
import type { Node } from '../node.ts';
import { until } from '../until.ts';
import type { ControlPlanes } from './control-planes.ts';
import { membersHealthy } from './members.ts';

const CALL = fileURLToPath(new URL('call-member.ts', import.meta.url));
const MINUTES = 60_000;
const FILES = /^ *- --peer-(?:cert|key|trusted-ca)-file=.*\n/gm;
const URLS = /^ *- --(?:listen-peer-urls|initial-advertise-peer-urls|initial-cluster)=.*$/gm;

interface Member {
  ID: string;
  name: string;
  peerURLs: readonly string[];
}

/**
 * Has the peers of all members talk without TLS, at the ports that they have, one member after the other. The last one
 * loses the files for TLS too: the others call it, and it calls them, without.
 */
export async function speakPlainly(nodes: ControlPlanes): Promise<void> {
  const [first] = nodes;
  for (const { ID, name, peerURLs } of await membersSeenBy(first)) {
    const node = nodes.find(({ hostname }) => hostname === name);
    if (node === undefined) throw new Error(`no node of the member ${name}`);
    // Connections that stand outlive this.
    await call(first, 'update', { ID, peerURLs: peerURLs.map(plain) });
    const isLast = node === nodes.at(-1);
    const before = node.editManifest('etcd', (text) =>
      plainManifest(isLast ? text.replace(FILES, '') : text),
    );
    await node.waitForNewProcess('etcd', before);
    await until('all members are healthy', 2 * MINUTES, () => membersHealthy(nodes));
  }
}

/** Where the members are to be reached by their peers, by their names. */
export async function peerUrls(node: Node): Promise<Readonly<Record<string, readonly string[]>>> {
  const members = await membersSeenBy(node);
  return Object.fromEntries(members.map(({ name, peerURLs }) => [name, peerURLs]));
}

/** In the order of the names. */
async function membersSeenBy(node: Node): Promise<readonly Member[]> {
  const { members } = JSON.parse(await call(node, 'list', {})) as { members: readonly Member[] };
  return members.toSorted((left, right) => left.name.localeCompare(right.name));
}

function call(node: Node, method: string, body: object): Promise<string> {
  return node.must([process.execPath, CALL, `/v3/cluster/member/${method}`, JSON.stringify(body)]);
}

function plainManifest(text: string): string {
  return text.replace(URLS, plain);
}

function plain(urls: string): string {
  return urls.replaceAll('https://', 'http://');
}
