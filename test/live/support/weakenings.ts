import { type ClusterPki, type Flags, type MemberPlan, without } from '../../support/etcd.ts';
import type { Outcomes } from './judge.ts';

export interface Weakening {
  name: string;
  change(flags: Flags, member: MemberPlan, freePort: number): Flags;
  /** Variables beside the settings. */
  env?: (pki: ClusterPki) => Record<string, string>;
  /** What differs from a sound member. */
  expected: Outcomes;
}

/** Whoever has no CA of its own verifies peers by the system's roots; these stand for them, so that peers still talk. */
const PEER_CA_AS_SYSTEM_ROOT = ({ peer }: ClusterPki) => ({ SSL_CERT_FILE: peer.authority });

/** No CA of etcd's own is in force on the client side, whatever the API server trusts. */
const NO_CLIENT_CA = 'fail, not-attempted';

/** Ways to weaken one member that leave it able to serve, each with the verdict and proof that must turn. */
export const WEAKENINGS: readonly Weakening[] = [
  {
    name: 'client CA and switch removed',
    change: (flags) => without(flags, 'client-cert-auth', 'trusted-ca-file'),
    expected: { '2.2': 'fail, confirmed', '2.7': NO_CLIENT_CA },
  },
  {
    name: 'client switch off, CA kept: etcd 3.4 and later demands certificates all the same',
    change: (flags) => ({ ...flags, 'client-cert-auth': 'false' }),
    expected: { '2.2': 'pass, confirmed, letter fail' },
  },
  {
    name: 'client switch without a CA: whom the system trusts is let in',
    change: (flags) => without(flags, 'trusted-ca-file'),
    expected: { '2.2': 'fail, confirmed, letter pass', '2.7': NO_CLIENT_CA },
  },
  {
    name: 'client port plain http',
    change: (flags, { clientPort }) => onlyClientUrl(flags, `http://127.0.0.1:${clientPort}`),
    expected: {
      '2.1': 'fail, confirmed, letter pass',
      '2.2': 'fail, confirmed, letter pass',
      '2.7': NO_CLIENT_CA,
    },
  },
  {
    name: 'a plain-http client listener beside the other',
    change: (flags, _, port) => also(flags, 'listen-client-urls', `http://127.0.0.1:${port}`),
    expected: { '2.1': 'fail, confirmed, letter pass', '2.2': 'fail, confirmed, letter pass' },
  },
  {
    name: 'generated client certificate, which drops CA and switch',
    change: (flags) => ({ ...without(flags, 'cert-file', 'key-file'), 'auto-tls': 'true' }),
    expected: {
      '2.1': 'fail, confirmed',
      '2.2': 'fail, confirmed, letter pass',
      '2.3': 'fail, confirmed',
      '2.7': NO_CLIENT_CA,
    },
  },
  {
    name: 'auto-tls beside a certificate, which makes it void',
    change: (flags) => ({ ...flags, 'auto-tls': 'true' }),
    expected: { '2.3': 'pass, confirmed, letter fail' },
  },
  {
    name: 'peer CA and switch removed',
    change: (flags) => without(flags, 'peer-client-cert-auth', 'peer-trusted-ca-file'),
    env: PEER_CA_AS_SYSTEM_ROOT,
    expected: { '2.5': 'fail, confirmed' },
  },
  {
    name: 'peer switch off, CA kept: etcd 3.4 and later demands certificates all the same',
    change: (flags) => ({ ...flags, 'peer-client-cert-auth': 'false' }),
    expected: { '2.5': 'pass, confirmed, letter fail' },
  },
  {
    name: 'peer switch without a CA: whom the system trusts is let in',
    change: (flags) => without(flags, 'peer-trusted-ca-file'),
    env: PEER_CA_AS_SYSTEM_ROOT,
    expected: { '2.5': 'fail, confirmed, letter pass' },
  },
  {
    name: 'a plain-http peer listener beside the other',
    change: (flags, _, port) => also(flags, 'listen-peer-urls', `http://127.0.0.1:${port}`),
    expected: { '2.4': 'fail, confirmed, letter pass', '2.5': 'fail, confirmed, letter pass' },
  },
  {
    name: 'peer-auto-tls beside a certificate, which makes it void',
    change: (flags) => ({ ...flags, 'peer-auto-tls': 'true' }),
    expected: { '2.6': 'pass, confirmed, letter fail' },
  },
];

function onlyClientUrl(flags: Flags, url: string): Flags {
  return { ...flags, 'listen-client-urls': url, 'advertise-client-urls': url };
}

function also(flags: Flags, name: string, url: string): Flags {
  return { ...flags, [name]: `${flags[name]},${url}` };
}
