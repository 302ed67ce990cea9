import type { Draw } from './launch.ts';

/** A launch that once was read wrongly, or easily is, asked of real etcd each time. */
export interface NamedDraw {
  name: string;
  versions: readonly string[];
  draw: Draw;
  /** What real etcd did when it was first asked. */
  real: 'started' | 'refused';
}

const BOTH = ['3.5.21', '3.6.5'];
const CLIENT = [
  '--advertise-client-urls=http://127.0.0.1:{p1}',
  '--data-dir={dir}/data',
  '--unsafe-no-fsync',
];
const PEER = [
  '--listen-peer-urls=http://127.0.0.1:{p4}',
  '--initial-advertise-peer-urls=http://127.0.0.1:{p4}',
  '--initial-cluster=default=http://127.0.0.1:{p4}',
];
const SERVER = ['--cert-file={pki}/server.crt', '--key-file={pki}/server.key'];

function flags(...words: readonly string[]): Draw {
  return { args: [[...words, ...CLIENT, ...PEER]], env: {}, files: {} };
}

function file(text: string): Draw {
  const rest = [
    'data-dir: {dir}/data',
    'advertise-client-urls: http://127.0.0.1:{p1}',
    'listen-peer-urls: http://127.0.0.1:{p4}',
    'initial-advertise-peer-urls: http://127.0.0.1:{p4}',
    'initial-cluster: default=http://127.0.0.1:{p4}',
  ];
  return {
    args: [['--config-file={dir}/etcd.yaml']],
    env: {},
    files: { 'etcd.yaml': `${text}\n${rest.join('\n')}\n` },
  };
}

export const NAMED_DRAWS: readonly NamedDraw[] = [
  {
    name: 'a CA without the switch guards the listener',
    versions: BOTH,
    draw: flags('--listen-client-urls=https://127.0.0.1:{p1}', ...SERVER, '--trusted-ca-file={pki}/ca-a.crt'),
    real: 'started',
  },
  {
    name: 'https and http on one client address',
    versions: BOTH,
    draw: flags('--listen-client-urls=https://127.0.0.1:{p1},http://127.0.0.1:{p1}', ...SERVER),
    real: 'started',
  },
  {
    name: 'https and http on one client address beside URLs for HTTP',
    versions: BOTH,
    draw: flags(
      '--listen-client-urls=https://127.0.0.1:{p1},http://127.0.0.1:{p1}',
      '--listen-client-http-urls=https://127.0.0.1:{p2}',
      ...SERVER,
      '--trusted-ca-file={pki}/ca-a.crt',
    ),
    real: 'started',
  },
  {
    name: 'auto-tls drops the CA',
    versions: BOTH,
    draw: flags(
      '--listen-client-urls=https://127.0.0.1:{p1}',
      '--auto-tls',
      '--trusted-ca-file={pki}/ca-a.crt',
      '--client-cert-auth',
    ),
    real: 'started',
  },
  {
    name: 'a CA file without any PEM block admits nobody',
    versions: BOTH,
    draw: flags(
      '--listen-client-urls=https://127.0.0.1:{p1}',
      ...SERVER,
      '--trusted-ca-file={pki}/garbage.pem',
    ),
    real: 'started',
  },
  {
    name: 'a CA file that was cut off holds nobody',
    versions: BOTH,
    draw: flags('--listen-client-urls=https://127.0.0.1:{p1}', ...SERVER, '--trusted-ca-file={pki}/torn.pem'),
    real: 'started',
  },
  {
    name: 'a metrics URL on a TLS unix socket is plain text',
    versions: BOTH,
    draw: flags(
      '--listen-client-urls=https://127.0.0.1:{p1}',
      ...SERVER,
      '--listen-metrics-urls=unixs://metrics.sock',
    ),
    real: 'started',
  },
  {
    name: 'the peer CA is read where every peer URL is plain http',
    versions: BOTH,
    draw: flags('--listen-client-urls=http://127.0.0.1:{p1}', '--peer-trusted-ca-file={pki}/missing.crt'),
    real: 'refused',
  },
  {
    name: 'the peer pair is loaded where every peer URL is plain http',
    versions: BOTH,
    draw: flags(
      '--listen-client-urls=http://127.0.0.1:{p1}',
      '--peer-cert-file={pki}/directory',
      '--peer-key-file={pki}/server.key',
    ),
    real: 'refused',
  },
  {
    name: 'a client CA that only http listeners would use is never read',
    versions: BOTH,
    draw: flags('--listen-client-urls=http://127.0.0.1:{p1}', '--trusted-ca-file={pki}/missing.crt'),
    real: 'started',
  },
  {
    name: 'a compaction mode that does not exist',
    versions: BOTH,
    draw: flags('--listen-client-urls=http://127.0.0.1:{p1}', '--auto-compaction-mode=never'),
    real: 'refused',
  },
  {
    name: 'a quoted boolean in the file',
    versions: BOTH,
    draw: file(
      'listen-client-urls: http://127.0.0.1:{p1}\nclient-transport-security: {client-cert-auth: "true"}',
    ),
    real: 'refused',
  },
  {
    name: 'a number where the file wants text',
    versions: BOTH,
    draw: file('listen-client-urls: http://127.0.0.1:{p1}\ninitial-cluster-token: 7'),
    real: 'refused',
  },
  {
    name: 'a second section of the same name replaces the first',
    versions: BOTH,
    draw: file(
      'listen-client-urls: https://127.0.0.1:{p1}\n' +
        'client-transport-security: {cert-file: "{pki}/server.crt", key-file: "{pki}/server.key", trusted-ca-file: "{pki}/ca-a.crt"}\n' +
        'client-transport-security: {cert-file: "{pki}/server.crt", key-file: "{pki}/server.key"}',
    ),
    real: 'started',
  },
  {
    name: 'keys without regard to case, the last in byte order wins',
    versions: BOTH,
    draw: file(
      'listen-client-urls: https://127.0.0.1:{p1}\n' +
        'Client-Transport-Security: {Cert-File: "{pki}/server.crt", KEY-FILE: "{pki}/server.key", trusted-ca-file: "{pki}/ca-a.crt"}',
    ),
    real: 'started',
  },
  {
    name: 'an empty peer section from 3.6 on',
    versions: ['3.6.5'],
    draw: file('listen-client-urls: http://127.0.0.1:{p1}\npeer-transport-security:'),
    real: 'refused',
  },
  {
    name: 'an empty peer section before 3.6',
    versions: ['3.5.21'],
    draw: file('listen-client-urls: http://127.0.0.1:{p1}\npeer-transport-security:'),
    real: 'started',
  },
  {
    name: 'a flag beside its empty variable',
    versions: BOTH,
    draw: {
      ...flags('--listen-client-urls=http://127.0.0.1:{p1}', '--client-cert-auth'),
      env: { ETCD_CLIENT_CERT_AUTH: '' },
    },
    real: 'refused',
  },
  {
    name: 'a boolean and a word after it',
    versions: BOTH,
    draw: flags('--listen-client-urls=http://127.0.0.1:{p1}', '--client-cert-auth', 'false'),
    real: 'refused',
  },
];
