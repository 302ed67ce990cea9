import type { ClusterPki } from './cluster-pki.ts';

/** Where one member lives and listens. */
export interface MemberPlan {
  name: string;
  /** Of its own; the data directory lies below it, and it is the working directory. */
  directory: string;
  clientPort: number;
  peerPort: number;
}

/** etcd flags without dashes; `true` for booleans that are on. */
export type Flags = Readonly<Record<string, string>>;

/** How a member is started. */
export interface Launch {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** Flags of a member of a cluster on loopback, with or without TLS. */
export function memberFlags(plan: MemberPlan, all: readonly MemberPlan[], scheme: 'http' | 'https'): Flags {
  const client = `${scheme}://127.0.0.1:${plan.clientPort}`;
  const peer = `${scheme}://127.0.0.1:${plan.peerPort}`;
  return {
    name: plan.name,
    'data-dir': `${plan.directory}/data`,
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': all.map(({ name, peerPort }) => `${name}=${scheme}://127.0.0.1:${peerPort}`).join(','),
    'initial-cluster-state': 'new',
    'initial-cluster-token': 'kubetrue-demo',
  };
}

/** Certificates demanded on both ports, each from an authority of its own: what the benchmark asks for. */
export function mutualTlsFlags(pki: ClusterPki): Flags {
  return {
    'cert-file': pki.client.server.certificate,
    'key-file': pki.client.server.key,
    'client-cert-auth': 'true',
    'trusted-ca-file': pki.client.authority,
    'peer-cert-file': pki.peer.server.certificate,
    'peer-key-file': pki.peer.server.key,
    'peer-client-cert-auth': 'true',
    'peer-trusted-ca-file': pki.peer.authority,
  };
}

export function toArgv(flags: Flags): string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}

export function toEnvironment(flags: Flags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [`ETCD_${name.toUpperCase().replaceAll('-', '_')}`, value]),
  );
}

/** The same settings as an etcd configuration file (JSON is YAML). */
export function toConfigFile(flags: Flags): string {
  const root: Record<string, unknown> = {};
  const client: Record<string, unknown> = {};
  const peer: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(flags)) {
    const value = text === 'true' || text === 'false' ? text === 'true' : text;
    if (/^peer-(cert|key|client-cert|trusted-ca|auto|cert-allowed)/.test(name))
      peer[name.slice('peer-'.length)] = value;
    else if (/^(cert|key|client-cert|trusted-ca|auto)-/.test(name)) client[name] = value;
    else root[name] = value;
  }
  const sections = { 'client-transport-security': client, 'peer-transport-security': peer };
  return `${JSON.stringify({ ...root, ...sections }, null, 2)}\n`;
}
