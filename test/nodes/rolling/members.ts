import type { Node } from '../node.ts';

/** What the member of a node says at its plain metrics URL. */
export async function askEtcd(node: Node, path: string): Promise<string> {
  const script = `fetch('http://127.0.0.1:2381${path}').then((one) => one.text()).then(console.log)`;
  return (await node.exec([process.execPath, '-e', script])).stdout;
}

/** Null while one of them is not. */
export async function membersHealthy(nodes: readonly Node[]): Promise<true | null> {
  const answers = await Promise.all(nodes.map((node) => askEtcd(node, '/health')));
  return answers.every((one) => one.includes('"health":"true"')) || null;
}

export async function leaderLast(nodes: readonly Node[]): Promise<readonly Node[]> {
  const metrics = await Promise.all(nodes.map((node) => askEtcd(node, '/metrics')));
  const leads = new Map(
    nodes.map((node, index) => [node, metrics[index]?.includes('\netcd_server_is_leader 1')]),
  );
  return nodes.toSorted((left, right) => Number(leads.get(left)) - Number(leads.get(right)));
}
