import { describe, expect, it } from 'vitest';
import { askCluster, onPort } from '../../test/support/ask.ts';
import {
  type EtcdVersion,
  type Flags,
  type LaunchInput,
  toArgv,
  withCluster,
  without,
} from '../../test/support/etcd.ts';

const CLIENT_AUTH = ['client-cert-auth', 'trusted-ca-file'];
const PEER_AUTH = ['peer-client-cert-auth', 'peer-trusted-ca-file'];
const CLIENT_TLS = [...CLIENT_AUTH, 'cert-file', 'key-file'];
const PEER_TLS = [...PEER_AUTH, 'peer-cert-file', 'peer-key-file'];

const CLOSED_TO_STRANGERS = [
  'PLAIN: closed',
  'NOCERT TLSv1.3: refused for the certificate',
  'NOCERT TLSv1.2: refused for the certificate',
  'WRONGCA TLSv1.3: refused for the certificate',
];
const OPEN_OVER_TLS = ['PLAIN: closed', 'NOCERT TLSv1.3: answered 200', 'NOCERT TLSv1.2: answered 200'];
const PLAIN_CLIENT = ['PLAIN: answered 200', 'NOCERT TLSv1.3: closed'];
const PLAIN_PEER = ['PLAIN: answered 200', 'MEMBERS: answered 200', 'NOCERT TLSv1.3: closed'];
const CLIENT_STRICT = [...CLOSED_TO_STRANGERS, 'POSITIVE TLSv1.3: answered 200'];
const PEER_STRICT = [...CLOSED_TO_STRANGERS, 'MEMBERS TLSv1.3: answered 200'];
const PEER_OPEN = [...OPEN_OVER_TLS, 'MEMBERS TLSv1.3: answered 200'];

interface Row {
  name: string;
  flags(input: LaunchInput): Flags;
  client: readonly string[];
  peer: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'certificates demanded on both ports',
    flags: ({ secure }) => secure,
    client: CLIENT_STRICT,
    peer: PEER_STRICT,
  },
  {
    name: 'CAs without the switches',
    flags: ({ secure }) => without(secure, 'client-cert-auth', 'peer-client-cert-auth'),
    client: CLIENT_STRICT,
    peer: PEER_STRICT,
  },
  {
    name: 'the switches without CAs: not even its own certificate is from the system roots',
    flags: ({ secure }) => without(secure, 'trusted-ca-file', 'peer-trusted-ca-file'),
    client: [...CLOSED_TO_STRANGERS, 'POSITIVE TLSv1.3: refused for the certificate'],
    peer: [...CLOSED_TO_STRANGERS, 'MEMBERS TLSv1.3: refused for the certificate'],
  },
  {
    name: 'TLS that demands nothing',
    flags: ({ secure }) => without(secure, ...CLIENT_AUTH, ...PEER_AUTH),
    client: OPEN_OVER_TLS,
    peer: PEER_OPEN,
  },
  {
    name: 'generated certificates beside the switches',
    flags: ({ secure }) => ({
      ...without(secure, 'cert-file', 'key-file', 'peer-cert-file', 'peer-key-file'),
      'auto-tls': 'true',
      'peer-auto-tls': 'true',
    }),
    client: OPEN_OVER_TLS,
    peer: PEER_OPEN,
  },
  {
    name: 'plain http',
    flags: ({ secure }) => withScheme(without(secure, ...CLIENT_TLS, ...PEER_TLS), 'https:', 'http:'),
    client: PLAIN_CLIENT,
    peer: PLAIN_PEER,
  },
  {
    name: 'http beside https on one client port',
    flags: ({ secure }) => {
      const url = secure['listen-client-urls'] ?? '';
      return { ...secure, 'listen-client-urls': `${url},${url.replace('https:', 'http:')}` };
    },
    client: ['PLAIN: answered 200', ...CLIENT_STRICT.slice(1)],
    peer: PEER_STRICT,
  },
  {
    name: 'wildcard addresses',
    flags: ({ secure, plan }) => ({
      ...secure,
      'listen-client-urls': `https://0.0.0.0:${plan.clientPort}`,
      'listen-peer-urls': `https://[::]:${plan.peerPort}`,
    }),
    client: CLIENT_STRICT,
    peer: PEER_STRICT,
  },
];

/** Go's TLS changed its alerts between the builds of 3.4 and 3.5; the rows that see alerts run on all. */
const EVERYWHERE = ROWS.slice(0, 4);
const CASES = (['3.4.13', '3.5.21', '3.6.5', '3.7.1'] as const).flatMap((version) =>
  (version === '3.5.21' || version === '3.6.5' ? ROWS : EVERYWHERE).map((row) => ({ version, ...row })),
);

describe('asking a real etcd', () => {
  it.each(CASES)(
    '$version with $name',
    async ({ version, flags, client, peer }: Row & { version: EtcdVersion }) => {
      const launch = (input: LaunchInput) => ({ argv: toArgv(flags(input)), env: {} });
      await withCluster(version, { size: 1, launch }, async (cluster) => {
        const [member] = cluster.members;

        const observations = await askCluster(cluster);

        expect(onPort(observations, member?.clientPort ?? 0)).toEqual(client);
        expect(onPort(observations, member?.peerPort ?? 0)).toEqual(peer);
        expect(versionsIn(observations)).toEqual(
          client.some((line) => line.endsWith('answered 200')) ? [version] : [],
        );
      });
    },
  );
});

function withScheme(flags: Flags, from: string, to: string): Flags {
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [name, value.replaceAll(from, to)]));
}

function versionsIn(observations: readonly { version: string | null }[]): string[] {
  return [...new Set(observations.map(({ version }) => version).filter((version) => version !== null))];
}
