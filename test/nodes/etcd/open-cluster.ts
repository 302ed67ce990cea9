import { join } from 'node:path';
import { createClusterPki } from '../../../src/cli/demo/cluster-pki.ts';
import { issue, save } from '../../../src/cli/demo/pki.ts';
import {
  type ClusterPki,
  type EtcdVersion,
  type Flags,
  freePorts,
  type MemberPlan,
  memberFlags,
  mutualTlsFlags,
  without,
} from '../../support/etcd.ts';
import { type MachineCluster, startOnMachines } from './on-machines.ts';

/** Switches and authorities that are missing: what a repair brings. */
const MISSING = ['client-cert-auth', 'trusted-ca-file', 'peer-client-cert-auth', 'peer-trusted-ca-file'];
/** How the last member comes to have a peer certificate of another authority, which only the system's roots vouch for. */
export type Stranger = 'serves it' | 'calls with it';

/** Three members of etcd that ask nobody for a certificate, each on a machine of its own. */
export async function startOpenCluster(
  version: EtcdVersion,
  directory: string,
  stranger: Stranger | null = null,
): Promise<MachineCluster> {
  const pki = await createClusterPki(join(directory, 'pki'));
  const foreign = stranger === null ? {} : await peerOfAnother(pki, join(directory, 'other'), stranger);
  const flags = (plan: MemberPlan, all: readonly MemberPlan[], index: number) => ({
    ...openFlags(plan, all, pki),
    ...(index === 2 ? foreign : {}),
  });
  return startOnMachines({ version, directory, pki, ports: await freePorts(3), dataMode: 0o755, flags });
}

function openFlags(plan: MemberPlan, all: readonly MemberPlan[], pki: ClusterPki): Flags {
  return without({ ...memberFlags(plan, all, 'https'), ...mutualTlsFlags(pki) }, ...MISSING);
}

/** From the client authority, which nobody would ask for the certificates of peers. */
async function peerOfAnother(pki: ClusterPki, directory: string, stranger: Stranger): Promise<Flags> {
  const pair = await issue(pki.clientAuthority, { commonName: 'm3', names: ['127.0.0.1', 'localhost'] });
  const { certificate, key } = await save(directory, 'peer', pair);
  return stranger === 'serves it'
    ? { 'peer-cert-file': certificate, 'peer-key-file': key }
    : { 'peer-client-cert-file': certificate, 'peer-client-key-file': key };
}
