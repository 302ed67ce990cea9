import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Authority, createAuthority, issue, type KeyedCertificate } from '../../src/cli/demo/pki.ts';
import { BOOT_SECONDS, capturedProcess, plantTree } from '../support/collect/tree.ts';
import { factsBelow, findingOf, judge, outcomeOf } from './support/judge.ts';

const [ETCD, API_SERVER] = [100, 200];
const PKI = '/etc/kubernetes/pki';

interface Authorities {
  /** The cluster's own, which signs users and kubelets. */
  cluster: Authority;
  etcd: Authority;
  peers: Authority;
  server: KeyedCertificate;
}

interface Case {
  name: string;
  /** Content of the CA files. */
  files(authorities: Authorities): Record<string, string>;
  apiServer?: readonly string[] | null;
  etcd?: readonly string[];
  expected: string;
}

const SEPARATE = ({ cluster, etcd, peers }: Authorities) => ({
  'ca.crt': cluster.certificate,
  'etcd/ca.crt': etcd.certificate,
  'etcd/peer-ca.crt': peers.certificate,
});

const CASES: readonly Case[] = [
  { name: 'a CA of its own', files: SEPARATE, expected: 'pass, not-attempted' },
  {
    name: "the cluster CA's certificate in a file of its own",
    files: (all) => ({ ...SEPARATE(all), 'etcd/ca.crt': all.cluster.certificate }),
    expected: 'fail, not-attempted, letter pass',
  },
  {
    name: 'the cluster CA second in a bundle',
    files: (all) => ({ ...SEPARATE(all), 'etcd/ca.crt': all.etcd.certificate + all.cluster.certificate }),
    expected: 'fail, not-attempted, letter pass',
  },
  {
    name: 'the cluster CA for its peers only',
    files: (all) => ({ ...SEPARATE(all), 'etcd/peer-ca.crt': all.cluster.certificate }),
    expected: 'fail, not-attempted, letter pass',
  },
  {
    name: "the API server's file itself",
    files: SEPARATE,
    etcd: [`--trusted-ca-file=${PKI}/ca.crt`],
    expected: 'fail, not-attempted',
  },
  {
    name: "an API server that takes etcd's CA, in the last of two flags",
    files: SEPARATE,
    apiServer: [`--client-ca-file=${PKI}/ca.crt`, `--client_ca_file=${PKI}/etcd/ca.crt`],
    expected: 'fail, not-attempted',
  },
  {
    name: 'an API server without a client CA',
    files: SEPARATE,
    apiServer: [],
    expected: 'pass, not-attempted',
  },
  { name: 'no API server', files: SEPARATE, apiServer: null, expected: 'unknown, not-attempted' },
  {
    name: 'an API server whose CA file does not parse',
    files: (all) => ({ ...SEPARATE(all), 'ca.crt': 'nonsense' }),
    expected: 'error, not-attempted, letter pass',
  },
];

describe('etcd beside an API server in a captured node, with', () => {
  let authorities: Authorities;

  beforeAll(async () => {
    const [cluster, etcd, peers] = await Promise.all([
      createAuthority('kubernetes'),
      createAuthority('etcd-ca'),
      createAuthority('etcd-peer-ca'),
    ]);
    authorities = { cluster, etcd, peers, server: await issue(etcd, { commonName: 'etcd' }) };
  });

  test.each(CASES)('$name: 2.7 is judged by keys', async ({ files, apiServer, etcd, expected }) => {
    const root = plantNode(files(authorities), authorities.server, apiServer, etcd);

    const report = judge(await factsBelow(root));

    expect(outcomeOf(findingOf(report, ETCD, '2.7'))).toBe(expected);
    expect(findingOf(report, ETCD, '2.7').proof.observed).not.toBe('');
  });
});

function plantNode(
  authorities: Record<string, string>,
  server: KeyedCertificate,
  apiServer: readonly string[] | null = [`--client-ca-file=${PKI}/ca.crt`],
  etcd: readonly string[] = [`--trusted-ca-file=${PKI}/etcd/ca.crt`],
): string {
  const files = {
    ...authorities,
    'etcd/server.crt': server.certificate,
    'etcd/server.key': 'not looked into',
  };
  const root = plantTree({
    'proc/stat': `btime ${BOOT_SECONDS}\n`,
    ...capturedProcess(ETCD, {
      argv: ['etcd', ...ETCD_FLAGS, ...etcd],
      executable: '/usr/bin/etcd',
      environment: [],
    }),
    ...(apiServer === null
      ? {}
      : capturedProcess(API_SERVER, {
          argv: ['kube-apiserver', ...apiServer],
          executable: '/usr/bin/kube-apiserver',
        })),
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [join(PKI, path), text])),
  });
  // Older than the processes, as on a node that was not touched since.
  for (const path of Object.keys(files)) utimesSync(join(root, PKI, path), BOOT_SECONDS, BOOT_SECONDS);
  return root;
}

const ETCD_FLAGS = [
  '--listen-client-urls=https://10.0.0.1:2379',
  '--advertise-client-urls=https://10.0.0.1:2379',
  '--listen-peer-urls=https://10.0.0.1:2380',
  ...['', 'peer-'].flatMap((side) => [
    `--${side}cert-file=${PKI}/etcd/server.crt`,
    `--${side}key-file=${PKI}/etcd/server.key`,
    `--${side}client-cert-auth=true`,
  ]),
  `--peer-trusted-ca-file=${PKI}/etcd/peer-ca.crt`,
];
