import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type Authority, createAuthority, issue } from '../../demo/pki.ts';
import type { CaseFile, GivenFile, GivenProcess } from './case-file.ts';
import { KUBEADM_ARGUMENTS } from './kubeadm-arguments.ts';
import {
  BOOT_SECONDS,
  capturedProcess,
  existingBelow,
  type Planted,
  placeBelow,
  plantFiles,
} from './tree.ts';

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
  [`${PKI}/front-proxy-ca.crt`]: { authorities: ['front-proxy'] },
  ...Object.fromEntries(
    ['apiserver', 'apiserver-etcd-client', 'apiserver-kubelet-client', 'front-proxy-client'].flatMap(
      (name) => [
        [`${PKI}/${name}.crt`, { leaf: name }],
        [`${PKI}/${name}.key`, 'never read'],
      ],
    ),
  ),
  [`${PKI}/sa.pub`]: 'never read',
  [`${PKI}/sa.key`]: 'never read',
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

/** First pid of each component's processes. */
const PIDS: Readonly<Record<Judged, number>> = {
  etcd: 100,
  'kube-apiserver': 200,
  'kube-controller-manager': 210,
  'kube-scheduler': 220,
  kubelet: 230,
  'kube-proxy': 240,
};
type Judged = 'etcd' | keyof typeof KUBEADM_ARGUMENTS;

/**
 * Plants a case as a captured tree below an empty directory.
 *
 * @param makeFifo makes the one kind of file that Node cannot
 */
export async function plantCaseAt(
  root: string,
  given: CaseFile['given'],
  pki: CasePki,
  makeFifo: (path: string) => void,
): Promise<void> {
  const components = Object.keys(PIDS) as Judged[];
  const processes = [
    ...components.flatMap((component) =>
      listed(given[component]).map((one, index) =>
        processFiles(PIDS[component] + index, withDefaults(component, one)),
      ),
    ),
    ...(given.others ?? []).map((one, index) => processFiles(300 + index, one)),
    processFiles(1, { executable: '/usr/lib/systemd/systemd', argv: ['/sbin/init'] }),
  ];
  const kernel = {
    'proc/stat': `btime ${BOOT_SECONDS}\n`,
    ...(given.hostname === undefined ? {} : { 'etc/hostname': `${given.hostname}\n` }),
  };
  plantFiles(root, Object.assign(kernel, ...processes));
  for (const [path, file] of Object.entries({ ...NODE_FILES, ...given.files })) {
    await plantFile(placeBelow(root, path), file, pki, makeFifo);
  }
  for (const path of given.directories ?? []) mkdirSync(placeBelow(root, path), { recursive: true });
  for (const [path, mode] of Object.entries(given.modes ?? {}))
    chmodSync(existingBelow(root, path), Number.parseInt(mode, 8));
  for (const path of given.changed ?? []) utimesSync(existingBelow(root, path), AFTER, AFTER);
}

function listed<T extends object>(given: T | T[] | undefined): T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}

function withDefaults(component: Judged, given: GivenProcess): GivenProcess {
  const { from, without = [], argv = [], version = component === 'etcd' ? '3.5.21' : '1.34.1' } = given;
  const base = baseArguments(component, from).filter((flag) => !without.includes(flag.split('=')[0] ?? ''));
  const executable =
    version === 'unknown' ? `/usr/local/bin/${component}` : `/opt/${component}-v${version}/${component}`;
  return { executable, ...given, argv: [component, ...base, ...argv] };
}

function baseArguments(component: Judged, from: GivenProcess['from']): readonly string[] {
  if (component === 'etcd') return from === 'nothing' ? [] : THREE_MEMBERS;
  return from === 'kubeadm' ? KUBEADM_ARGUMENTS[component] : [];
}

function processFiles(
  pid: number,
  { argv = [], environment = {}, executable, root = '/', uid = 0, cgroup }: GivenProcess,
): Record<string, Planted> {
  return capturedProcess(pid, {
    argv,
    cwd: '/',
    root,
    uid: uid === 'unknown' ? null : uid,
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(executable === undefined ? {} : { executable }),
    ...(environment === 'unreadable'
      ? {}
      : { environment: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
  });
}

async function plantFile(
  at: string,
  file: GivenFile,
  pki: CasePki,
  makeFifo: (path: string) => void,
): Promise<void> {
  if (typeof file === 'object' && 'kind' in file) {
    if (file.kind === 'directory') mkdirSync(at);
    if (file.kind === 'fifo') makeFifo(at);
    return;
  }
  if (typeof file === 'object' && 'link' in file) return symlinkSync(file.link, at);
  writeFileSync(at, await contentOf(file, pki));
  chmodSync(at, 0o600);
  utimesSync(at, BEFORE, BEFORE);
}

type Content = string | { leaf: string } | { authorities: string[] };

async function contentOf(file: Content, pki: CasePki): Promise<string> {
  if (typeof file === 'string') return file;
  if ('leaf' in file) return pki.leaf(file.leaf);
  const all = await Promise.all(file.authorities.map((name) => pki.authority(name)));
  return all.map(({ certificate }) => certificate).join('');
}
