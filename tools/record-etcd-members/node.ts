import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createAuthority, issue, save } from '../../src/cli/demo/pki.ts';
import { ADDRESSES, PKI } from './members.ts';

const PROGRAMS = '/usr/local/bin';

/** What a kubeadm node has besides etcd, as far as it is recorded: its name, addresses, and static Pod manifests. */
export async function furnishNode(parcel: string): Promise<void> {
  run('hostname', 'cp-1');
  run('ip', 'link', 'set', 'lo', 'up');
  for (const address of ADDRESSES) run('ip', 'address', 'add', `${address}/24`, 'dev', 'lo');
  for (const directory of ['/etc', '/var/lib', PROGRAMS]) run('mount', '-t', 'tmpfs', 'tmpfs', directory);
  cpSync(`${parcel}/etcd`, `${PROGRAMS}/etcd`);
  cpSync(`${parcel}/kube-apiserver`, `${PROGRAMS}/kube-apiserver`);
  for (const directory of ['/etc/etcd', '/etc/kubernetes/manifests', '/var/lib/etcd', '/var/lib/kubelet'])
    mkdirSync(directory, { recursive: true });
  writeFileSync('/var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS=""\n');
  writeFileSync('/etc/kubernetes/manifests/kube-apiserver.yaml', API_SERVER_POD);
  await makePki();
}

export const API_SERVER = [
  '--advertise-address=10.0.0.11',
  `--client-ca-file=${PKI}/ca.crt`,
  `--etcd-cafile=${PKI}/etcd/ca.crt`,
  '--etcd-servers=https://10.0.0.11:2379,https://10.0.0.12:2379,https://10.0.0.13:2379',
  '--service-cluster-ip-range=10.96.0.0/12',
] as const;

const API_SERVER_POD = `apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  containers:
  - name: kube-apiserver
    image: registry.k8s.io/kube-apiserver:v1.34.1
    command:
    - kube-apiserver
${API_SERVER.map((word) => `    - ${word}\n`).join('')}`;

/** The client CA of etcd is a copy of the cluster CA: one of the weaknesses to be found. Peers have a CA of their own. */
async function makePki(): Promise<void> {
  const [cluster, peers] = await Promise.all([
    createAuthority('kubernetes'),
    createAuthority('etcd-peer-ca'),
  ]);
  const server = { commonName: 'cp-1', names: [...ADDRESSES, '127.0.0.1', 'cp-1'] };
  await save(PKI, 'ca', cluster);
  mkdirSync(`${PKI}/etcd`);
  copyFileSync(`${PKI}/ca.crt`, `${PKI}/etcd/ca.crt`);
  await save(`${PKI}/etcd`, 'peer-ca', peers);
  await save(`${PKI}/etcd`, 'server', await issue(cluster, server));
  await save(`${PKI}/etcd`, 'peer', await issue(peers, server));
}

function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
}
