import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Authority, createAuthority, issue } from '../../src/cli/demo/pki.ts';
import { BOOT_SECONDS, capturedProcess, makeFifo, type Planted, plantTree } from '../support/collect/tree.ts';
import type { CaseFile, GivenFile, GivenProcess } from './case-file.ts';

const PKI = '/etc/kubernetes/pki';
const BEFORE = new Date((BOOT_SECONDS - 86_400) * 1000);
const AFTER = new Date((BOOT_SECONDS + 86_400) * 1000);

/** A member of three with everything as the benchmark wants it. */
const THREE_MEMBERS = [
  '--name=m1',
  '--data-dir=/var/lib/etcd',
  '--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.1:2379',
  '--advertise-client-urls=https://10.0.0.1:2379',
  '--listen-peer-urls=https://10.0.0.1:2380',
  '--initial-advertise-peer-urls=https://10.0.0.1:2380',
  '--initial-cluster=m1=https://10.0.0.1:2380,m2=https://10.0.0.2:2380,m3=https://10.0.0.3:2380',
  `--cert-file=${PKI}/etcd/server.crt`,
  `--key-file=${PKI}/etcd/server.key`,
  '--client-cert-auth=true',
  `--trusted-ca-file=${PKI}/etcd/ca.crt`,
  `--peer-cert-file=${PKI}/etcd/peer.crt`,
  `--peer-key-file=${PKI}/etcd/peer.key`,
  '--peer-client-cert-auth=true',
  `--peer-trusted-ca-file=${PKI}/etcd/ca.crt`,
];

const NODE_FILES: Readonly<Record<string, GivenFile>> = {
  [`${PKI}/ca.crt`]: { authorities: ['cluster'] },
  [`${PKI}/etcd/ca.crt`]: { authorities: ['etcd'] },
  [`${PKI}/etcd/server.crt`]: { leaf: 'server' },
  [`${PKI}/etcd/server.key`]: 'never read',
  [`${PKI}/etcd/peer.crt`]: { leaf: 'peer' },
  [`${PKI}/etcd/peer.key`]: 'never read',
};

/** Certificates by name, made once: the private halves are thrown away. */
export class CasePki {
  readonly #authorities = new Map<string, Promise<Authority>>();
  readonly #leaves = new Map<string, Promise<string>>();

  authority(name: string): Promise<Authority> {
    return remembered(this.#authorities, name, () => createAuthority(name));
  }

  leaf(name: string): Promise<string> {
    return remembered(this.#leaves, name, async () => {
      return (await issue(await this.authority('etcd'), { commonName: name, names: ['10.0.0.1'] }))
        .certificate;
    });
  }
}

function remembered<T>(known: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}

/** The case as a captured tree; gone after the test. */
export async function plantCase(given: CaseFile['given'], pki: CasePki): Promise<string> {
  const etcds = Array.isArray(given.etcd) ? given.etcd : given.etcd === undefined ? [] : [given.etcd];
  const apiServer = given['kube-apiserver'];
  const processes = [
    ...etcds.map((one, index) => processFiles(100 + index, etcdDefaults(one))),
    ...(apiServer === undefined
      ? []
      : [processFiles(200, { executable: '/usr/local/bin/kube-apiserver', ...apiServer })]),
    ...(given.others ?? []).map((one, index) => processFiles(300 + index, one)),
    processFiles(1, { executable: '/usr/lib/systemd/systemd', argv: ['/sbin/init'] }),
  ];
  const root = plantTree(Object.assign({ 'proc/stat': `btime ${BOOT_SECONDS}\n` }, ...processes));
  for (const [path, file] of Object.entries({ ...NODE_FILES, ...given.files })) {
    await plantFile(join(root, path), file, pki);
  }
  for (const path of given.changed ?? []) utimesSync(join(root, path), AFTER, AFTER);
  return root;
}

function etcdDefaults(given: GivenProcess): GivenProcess {
  const { from = 'three-members', without = [], argv = [], version = '3.5.21' } = given;
  const base =
    from === 'nothing' ? [] : THREE_MEMBERS.filter((flag) => !without.includes(flag.split('=')[0] ?? ''));
  const executable = version === 'unknown' ? '/usr/local/bin/etcd' : `/opt/etcd-v${version}-linux-amd64/etcd`;
  return { executable, ...given, argv: ['etcd', ...base, ...argv] };
}

function processFiles(
  pid: number,
  { argv = [], environment = {}, executable, root = '/' }: GivenProcess,
): Record<string, Planted> {
  return capturedProcess(pid, {
    argv,
    cwd: '/',
    root,
    ...(executable === undefined ? {} : { executable }),
    ...(environment === 'unreadable'
      ? {}
      : { environment: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
  });
}

async function plantFile(at: string, file: GivenFile, pki: CasePki): Promise<void> {
  mkdirSync(dirname(at), { recursive: true });
  if (typeof file === 'object' && 'kind' in file) {
    if (file.kind === 'directory') mkdirSync(at);
    if (file.kind === 'fifo') makeFifo(at);
    return;
  }
  writeFileSync(at, await contentOf(file, pki));
  utimesSync(at, BEFORE, BEFORE);
}

async function contentOf(file: Exclude<GivenFile, { kind: unknown }>, pki: CasePki): Promise<string> {
  if (typeof file === 'string') return file;
  if ('leaf' in file) return pki.leaf(file.leaf);
  const all = await Promise.all(file.authorities.map((name) => pki.authority(name)));
  return all.map(({ certificate }) => certificate).join('');
}
