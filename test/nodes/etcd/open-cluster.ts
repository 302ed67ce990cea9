import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClusterPki } from '../../../src/cli/demo/cluster-pki.ts';
import { issue, save } from '../../../src/cli/demo/pki.ts';
import {
  type ClusterPki,
  type EtcdVersion,
  type Flags,
  findEtcd,
  freePorts,
  type MemberPlan,
  memberFlags,
  mutualTlsFlags,
  toEnvironment,
  without,
} from '../../support/etcd.ts';
import { until } from '../until.ts';
import { type Machine, startMachine } from './machine.ts';

/** Three members of etcd that ask nobody for a certificate, each on a machine of its own. */
export interface OpenCluster {
  machines: readonly [Machine, Machine, Machine];
  urls: readonly string[];
  pki: ClusterPki;
  stop: () => Promise<void>;
}

/** Switches and authorities that are missing: what a repair brings. */
const MISSING = ['client-cert-auth', 'trusted-ca-file', 'peer-client-cert-auth', 'peer-trusted-ca-file'];
/** Where each member has its settings: as kubespray, in a configuration file, as Debian. */
const SOURCES = ['/etc/etcd.env', 'file', '/etc/default/etcd'] as const;

/** How the last member comes to have a peer certificate of another authority, which only the system's roots vouch for. */
export type Stranger = 'serves it' | 'calls with it';

export async function startOpenCluster(
  version: EtcdVersion,
  directory: string,
  stranger: Stranger | null = null,
): Promise<OpenCluster> {
  const { path: binary } = await findEtcd(version);
  const pki = await createClusterPki(join(directory, 'pki'));
  const ports = await freePorts(6);
  const plans = SOURCES.map((_, index) => ({
    name: `m${index + 1}`,
    directory: join(directory, `m${index + 1}`),
    clientPort: ports[index * 2] ?? 0,
    peerPort: ports[index * 2 + 1] ?? 0,
  }));
  const foreign = stranger === null ? {} : await peerOfAnother(pki, join(directory, 'other'), stranger);
  const started = await Promise.all(
    plans.map((plan, index) => {
      const flags = { ...openFlags(plan, plans, pki), ...(index === 2 ? foreign : {}) };
      return startMember(binary, plan, flags, SOURCES[index] ?? 'file', pki);
    }),
  );
  const [first, second, third] = started;
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('not three machines');
  await Promise.all(started.map(untilServing));
  const urls = plans.map(({ clientPort }) => `https://127.0.0.1:${clientPort}`);
  const stop = async () => {
    await Promise.all(started.map((machine) => machine.stop()));
  };
  return { machines: [first, second, third], urls, pki, stop };
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

async function startMember(
  binary: string,
  plan: MemberPlan,
  flags: Flags,
  source: (typeof SOURCES)[number],
  pki: ClusterPki,
): Promise<Machine> {
  mkdirSync(join(plan.directory, 'data'), { recursive: true, mode: 0o755 });
  const file = join(plan.directory, 'etcd.conf.yaml');
  const words = source === 'file' ? [binary, `--config-file=${file}`] : [binary];
  const machine = await startMachine(plan.name, plan.directory, words);
  // Without an authority of its own a member knows the others by the system's roots.
  const roots = [pki.client.authority, pki.peer.authority].map((path) => readFileSync(path, 'utf8'));
  writeFileSync(machine.etc('/etc/ssl/certs/ca-certificates.crt'), roots.join(''));
  if (source === 'file') writeFileSync(file, configFile(flags));
  else writeFileSync(machine.etc(source), environmentFile(flags));
  const { code, stderr } = machine.run([machine.restart]);
  if (code !== 0) throw new Error(`${plan.name} does not start: ${stderr}`);
  return machine;
}

function environmentFile(flags: Flags): string {
  const lines = Object.entries(toEnvironment(flags)).map(([name, value]) => `${name}=${value}`);
  return ['# kept', ...lines, ''].join('\n');
}

/** With comments, which a repair keeps. */
function configFile(flags: Flags): string {
  const entries = Object.entries(flags);
  const lines = (pattern: RegExp, prefix: string) =>
    entries
      .filter(([name]) => pattern.test(name))
      .map(([name, value]) => `  ${name.slice(prefix.length)}: ${value}`);
  return [
    '# kept',
    ...entries
      .filter(([name]) => !/^(peer-)?(cert|key)-file$/.test(name))
      .map(([name, value]) => `${name}: ${value}`),
    'client-transport-security: # of clients',
    ...lines(/^(cert|key)-file$/, ''),
    'peer-transport-security:',
    ...lines(/^peer-(cert|key)-file$/, 'peer-'),
    '',
  ].join('\n');
}

function untilServing(machine: Machine): Promise<true> {
  const log = join(machine.directory, 'etcd.log');
  return until(`${machine.name} serves`, 30_000, () =>
    existsSync(log) && readFileSync(log, 'utf8').includes('ready to serve client requests') ? true : null,
  );
}
