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
const ALL = ['3.4.13', ...BOTH, '3.7.1'];
const CLIENT = [
  '--advertise-client-urls=http://127.0.0.1:{p1}',
  '--data-dir={dir}/data',
  '--unsafe-no-fsync',
  '--heartbeat-interval=5',
  '--election-timeout=50',
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

const HTTP = '--listen-client-urls=http://127.0.0.1:{p1}';
const HTTPS = ['--listen-client-urls=https://127.0.0.1:{p1}', ...SERVER];

function file(text: string): Draw {
  const rest = [
    'unsafe-no-fsync: true',
    'heartbeat-interval: 5',
    'election-timeout: 50',
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
    // On http peer URLs it is loaded and not shown, so that no client stumbles over it.
    name: 'a broken certificate behind the leaf is not parsed',
    versions: BOTH,
    draw: flags(
      '--listen-client-urls=http://127.0.0.1:{p1}',
      '--peer-cert-file={pki}/cut-chain.crt',
      '--peer-key-file={pki}/server.key',
    ),
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
  {
    name: 'an outgoing peer certificate without its key',
    versions: BOTH,
    draw: flags(
      HTTP,
      '--peer-cert-file={pki}/other.crt',
      '--peer-key-file={pki}/other.key',
      '--peer-client-cert-file={pki}/other.crt',
    ),
    real: 'refused',
  },
  {
    name: 'allowed names beside allowed hosts',
    versions: BOTH,
    draw: flags(
      HTTP,
      '--peer-cert-file={pki}/other.crt',
      '--peer-key-file={pki}/other.key',
      '--peer-cert-allowed-cn=a',
      '--peer-cert-allowed-hostname=b',
    ),
    real: 'refused',
  },
  {
    name: 'a CA file with a key beside the certificate',
    versions: ALL,
    draw: flags(...HTTPS, '--trusted-ca-file={pki}/combined.pem'),
    real: 'refused',
  },
  {
    name: 'gRPC alone beside URLs for HTTP, with suites that HTTP/2 would not do with',
    versions: BOTH,
    draw: flags(
      ...HTTPS,
      '--listen-client-http-urls=http://127.0.0.1:{p6}',
      '--cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    ),
    real: 'started',
  },
  {
    name: 'suites that HTTP/2 does not do with',
    versions: ALL,
    draw: flags(...HTTPS, '--cipher-suites=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'),
    real: 'refused',
  },
  {
    name: 'no cipher suite at all, in one empty text',
    versions: ALL,
    draw: flags(...HTTPS, '--cipher-suites='),
    real: 'refused',
  },
  {
    name: 'an origin without a port',
    versions: ALL,
    draw: flags(HTTP, '--cors=https://a.example'),
    real: 'refused',
  },
  {
    name: 'a log level that does not exist',
    versions: BOTH,
    draw: flags(HTTP, '--log-level=loud'),
    real: 'refused',
  },
  {
    name: 'tokens signed by no method with no key',
    versions: ALL,
    draw: flags(HTTP, '--auth-token=jwt'),
    real: 'refused',
  },
  {
    name: 'an advertised peer URL that the cluster does not have',
    versions: ALL,
    draw: {
      args: [
        [
          HTTP,
          ...CLIENT,
          '--listen-peer-urls=http://127.0.0.1:{p4}',
          '--initial-advertise-peer-urls=http://127.0.0.1:{p4}',
        ],
      ],
      env: {},
      files: {},
    },
    real: 'refused',
  },
  {
    name: 'the default cluster follows a name of its own',
    versions: ALL,
    draw: {
      args: [
        [
          HTTP,
          ...CLIENT,
          '--name=m1',
          '--listen-peer-urls=http://127.0.0.1:{p4}',
          '--initial-advertise-peer-urls=http://127.0.0.1:{p4}',
        ],
      ],
      env: {},
      files: {},
    },
    real: 'started',
  },
  {
    name: 'a unix socket needs a port before 3.5.13',
    versions: ['3.4.13'],
    draw: flags('--listen-client-urls=unix://client.sock'),
    real: 'refused',
  },
  {
    name: 'a unix socket needs no port any more',
    versions: [...BOTH, '3.7.1'],
    draw: flags('--listen-client-urls=unix://client.sock'),
    real: 'started',
  },
  {
    name: 'a peer URL on a TLS unix socket is plain text from 3.5 on',
    versions: [...BOTH, '3.7.1'],
    draw: {
      args: [
        [
          HTTP,
          ...CLIENT,
          '--listen-peer-urls=unixs://peer.sock',
          '--initial-advertise-peer-urls=http://127.0.0.1:{p4}',
          '--initial-cluster=default=http://127.0.0.1:{p4}',
        ],
      ],
      env: {},
      files: {},
    },
    real: 'started',
  },
  {
    name: 'ETCD_VERSION is a boolean before 3.5',
    versions: ['3.4.13'],
    draw: { ...flags(HTTP), env: { ETCD_VERSION: '3.9' } },
    real: 'refused',
  },
  {
    name: 'ETCD_VERSION is left alone from 3.5 on',
    versions: [...BOTH, '3.7.1'],
    draw: { ...flags(HTTP), env: { ETCD_VERSION: '3.9' } },
    real: 'started',
  },
  {
    name: 'an outgoing peer key that no peer certificate goes with is never read',
    versions: BOTH,
    draw: flags(HTTP, '--peer-client-key-file={pki}/missing.key'),
    real: 'started',
  },
  {
    name: 'a TLS unix socket for metrics asks for a certificate that it does not use',
    versions: [...BOTH, '3.7.1'],
    draw: flags(HTTP, '--listen-metrics-urls=unixs://metrics.sock'),
    real: 'refused',
  },
  {
    name: 'the key CORS is another than cors',
    versions: ALL,
    draw: file('listen-client-urls: http://127.0.0.1:{p1}\nCORS: "*"'),
    real: 'refused',
  },
  {
    name: 'the key cors takes a text',
    versions: ALL,
    draw: file('listen-client-urls: http://127.0.0.1:{p1}\ncors: "*"'),
    real: 'started',
  },
  {
    name: 'a field without a key of its own is checked for its type',
    versions: ALL,
    draw: file('listen-client-urls: http://127.0.0.1:{p1}\nClientAutoTLS: "yes"'),
    real: 'refused',
  },
  {
    name: 'a field without a key of its own has no effect',
    versions: ALL,
    draw: file(
      'listen-client-urls: http://127.0.0.1:{p1}\nClientAutoTLS: yes\nClientTLSInfo: {ClientCertAuth: true}',
    ),
    real: 'started',
  },
];
