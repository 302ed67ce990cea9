import { copyFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createClusterPki } from '../../../src/cli/demo/cluster-pki.ts';
import {
  type EtcdVersion,
  type Flags,
  freePorts,
  memberFlags,
  mutualTlsFlags,
  without,
} from '../../support/etcd.ts';
import { type MachineCluster, startOnMachines } from './on-machines.ts';

const PKI = '/etc/kubernetes/pki/etcd';
const PEERS = ['listen-peer-urls', 'initial-advertise-peer-urls', 'initial-cluster'];

/** Three members of etcd with TLS for clients and none for peers; certificates for peers are on each machine. */
export async function startPlainCluster(version: EtcdVersion, directory: string): Promise<MachineCluster> {
  const pki = await createClusterPki(join(directory, 'pki'));
  return startOnMachines({
    version,
    directory,
    pki,
    ports: await portsWithSecond(3),
    dataMode: 0o700,
    flags: (plan, all) => {
      const secure = { ...memberFlags(plan, all, 'https'), ...mutualTlsFlags(pki) };
      return { ...withoutPeers(secure), ...only(memberFlags(plan, all, 'http'), PEERS) };
    },
    prepare: (machine) => {
      mkdirSync(machine.etc(PKI), { recursive: true });
      copyFileSync(pki.peer.server.certificate, machine.etc(`${PKI}/peer.crt`));
      copyFileSync(pki.peer.server.key, machine.etc(`${PKI}/peer.key`));
      copyFileSync(pki.peer.authority, machine.etc(`${PKI}/ca.crt`));
    },
  });
}

function withoutPeers(flags: Flags): Flags {
  return without(flags, ...Object.keys(flags).filter((name) => name.startsWith('peer-')));
}

function only(flags: Flags, names: readonly string[]): Flags {
  return Object.fromEntries(names.map((name) => [name, flags[name] ?? '']));
}

/** Free ports whose second next is free too, where the second address of a member comes to lie. */
async function portsWithSecond(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const [port = 0] = await freePorts(1);
    if (!found.some((one) => Math.abs(one - port) <= 2) && (await isFree(port + 2))) found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
