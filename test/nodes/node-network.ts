import { NETWORK } from './node-files.ts';
import { runToEnd } from './node-process.ts';
import type { ProcessMark } from './process-mark.ts';

/** A node's place in the network of its cluster. */
export interface NetworkNode {
  init: ProcessMark;
  index: number;
}

/**
 * Gives the first node of a cluster a bridge of its own and joins it to that. There is no default route, so that
 * nothing can leave; services have one, since the kernel looks for a route before kube-proxy's rules see a packet.
 */
export async function networkOfFirst({ init, index }: NetworkNode): Promise<void> {
  await ip(init, [
    'link set lo up',
    'link add br0 type bridge',
    'link set br0 up',
    'link add eth0 type veth peer name eth0p',
    'link set eth0p master br0 up',
    ...addressing(index),
  ]);
}

/** Joins a further node to the bridge of the first one, and routes the Pods of each to the other. */
export async function networkOfNext(next: NetworkNode, first: NetworkNode): Promise<void> {
  const port = `node${next.index}`;
  await ip(next.init, [
    'link set lo up',
    // From outside, where the number of the first one's process means that process.
    `link add eth0 type veth peer name ${port} netns ${first.init.pid}`,
    ...addressing(next.index),
    routeTo(first),
  ]);
  await ip(first.init, [`link set ${port} master br0 up`, routeTo(next)]);
}

function addressing(index: number): string[] {
  return [
    `addr add ${NETWORK.addressOf(index)}/${NETWORK.prefix} dev eth0`,
    'link set eth0 up',
    `route add ${NETWORK.services} dev eth0`,
  ];
}

function routeTo({ index }: NetworkNode): string {
  return `route add ${NETWORK.podsOf(index)} via ${NETWORK.addressOf(index)}`;
}

/** With this machine's program and process numbers, in the network of a node. */
async function ip(init: ProcessMark, commands: readonly string[]): Promise<void> {
  const argv = ['nsenter', '-t', String(init.pid), '-n', 'ip', '-batch', '-'];
  const { code, stderr } = await runToEnd(argv, {
    env: { PATH: process.env.PATH ?? '' },
    input: commands.join('\n'),
  });
  if (code !== 0) throw new Error(`the network of a node could not be made: ${stderr.trim()}`);
}
