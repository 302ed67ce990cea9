import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ClusterPki,
  type EtcdVersion,
  type Flags,
  findEtcd,
  freePorts,
  type MemberPlan,
  toEnvironment,
} from '../../support/etcd.ts';
import { until } from '../until.ts';
import { type Machine, startMachine } from './machine.ts';

/** Three members of etcd, each on a machine of its own. */
export interface MachineCluster {
  machines: readonly [Machine, Machine, Machine];
  /** Of clients. */
  urls: readonly string[];
  pki: ClusterPki;
  stop: () => Promise<void>;
}

export interface Wanted {
  version: EtcdVersion;
  directory: string;
  pki: ClusterPki;
  /** Of peers, one for each member. */
  ports: readonly number[];
  /** Of the data directory. */
  dataMode: number;
  flags: (plan: MemberPlan, all: readonly MemberPlan[], index: number) => Flags;
  /** What else each machine has before its member starts. */
  prepare?: (machine: Machine) => void;
}

/** Where each member has its settings: as kubespray, in a configuration file, as Debian. */
const SOURCES = ['/etc/etcd.env', 'file', '/etc/default/etcd'] as const;

export async function startOnMachines(wanted: Wanted): Promise<MachineCluster> {
  const { version, directory, pki, ports, flags } = wanted;
  const { path: binary } = await findEtcd(version);
  const clientPorts = await freePorts(SOURCES.length);
  const plans = SOURCES.map((_, index) => ({
    name: `m${index + 1}`,
    directory: join(directory, `m${index + 1}`),
    clientPort: clientPorts[index] ?? 0,
    peerPort: ports[index] ?? 0,
  }));
  const started = await Promise.all(
    plans.map((plan, index) =>
      startMember(binary, plan, flags(plan, plans, index), SOURCES[index] ?? 'file', wanted),
    ),
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

async function startMember(
  binary: string,
  plan: MemberPlan,
  flags: Flags,
  source: (typeof SOURCES)[number],
  { pki, prepare, dataMode }: Wanted,
): Promise<Machine> {
  mkdirSync(join(plan.directory, 'data'), { recursive: true, mode: dataMode });
  const file = join(plan.directory, 'etcd.conf.yaml');
  const words = source === 'file' ? [binary, `--config-file=${file}`] : [binary];
  const machine = await startMachine(plan.name, plan.directory, words);
  // Without an authority of its own a member knows the others by the system's roots.
  const roots = [pki.client.authority, pki.peer.authority].map((path) => readFileSync(path, 'utf8'));
  writeFileSync(machine.etc('/etc/ssl/certs/ca-certificates.crt'), roots.join(''));
  if (source === 'file') writeFileSync(file, configFile(flags));
  else writeFileSync(machine.etc(source), environmentFile(flags));
  prepare?.(machine);
  const { code, stderr } = machine.run([machine.restart]);
  if (code !== 0) throw new Error(`${plan.name} does not start: ${stderr}`);
  return machine;
}

function environmentFile(flags: Flags): string {
  const lines = Object.entries(toEnvironment(flags)).map(([name, value]) => `${name}=${value}`);
  return ['# kept', ...lines, ''].join('\n');
}

const TLS = '(cert-file|key-file|client-cert-auth|trusted-ca-file)';

/** With comments, which a repair keeps. */
function configFile(flags: Flags): string {
  const client = section(flags, new RegExp(`^${TLS}$`));
  const peer = section(flags, new RegExp(`^peer-${TLS}$`));
  const others = Object.entries(flags).filter(([name]) => !new RegExp(`^(peer-)?${TLS}$`).test(name));
  return [
    '# kept',
    ...others.map(([name, value]) => `${name}: ${value}`),
    'client-transport-security: # of clients',
    ...client,
    ...(peer.length === 0 ? [] : ['peer-transport-security:', ...peer]),
    '',
  ].join('\n');
}

function section(flags: Flags, pattern: RegExp): string[] {
  return Object.entries(flags).flatMap(([flag, value]) => {
    const name = pattern.exec(flag)?.[1];
    return name === undefined ? [] : [`  ${name}: ${value}`];
  });
}

function untilServing(machine: Machine): Promise<true> {
  const log = join(machine.directory, 'etcd.log');
  const said = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  return until(
    `${machine.name} serves`,
    30_000,
    () => (said().includes('ready to serve client requests') ? true : null),
    () => said().slice(-2_000),
  );
}
