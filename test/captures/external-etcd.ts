import type { Layout, Verdicts } from './layout.ts';

const TLS = '/etc/etcd/tls';

const ETCD_CONFIG = `name: etcd-2
data-dir: /srv/etcd
listen-client-urls: https://10.0.0.42:2379,http://127.0.0.1:2379
advertise-client-urls: https://10.0.0.42:2379
listen-peer-urls: https://10.0.0.42:2380
initial-advertise-peer-urls: https://10.0.0.42:2380
initial-cluster: etcd-1=https://10.0.0.41:2380,etcd-2=https://10.0.0.42:2380,etcd-3=https://10.0.0.43:2380
initial-cluster-state: existing
client-transport-security:
  cert-file: ${TLS}/server.crt
  key-file: ${TLS}/server.key
  client-cert-auth: true
  trusted-ca-file: ${TLS}/ca.crt
peer-transport-security:
  cert-file: ${TLS}/peer.crt
  key-file: ${TLS}/peer.key
  client-cert-auth: true
  trusted-ca-file: ${TLS}/ca.crt
`;

/** A host that runs one of three members of etcd and nothing of Kubernetes, with a plain listener for its own scripts. */
export const EXTERNAL_ETCD: Layout = {
  hostname: 'etcd-2',
  processes: {
    1: { argv: ['/sbin/init'], executable: '/usr/lib/systemd/systemd' },
    250: {
      argv: ['/opt/etcd-v3.5.21-linux-amd64/etcd', '--config-file', '/etc/etcd/etcd.yaml'],
      executable: '/opt/etcd-v3.5.21-linux-amd64/etcd',
      environment: ['PATH=/usr/bin', 'ETCD_CLIENT_CERT_AUTH=false'],
      cgroup: '0::/system.slice/etcd.service\n',
      uid: 995,
    },
  },
  owners: { '/srv/etcd': '995:995' },
  names: { '995': 'etcd' },
  files: {
    '/etc/os-release': { content: 'ID=debian\nVERSION_ID="12"\n', mode: '644' },
    '/etc/systemd/system/etcd.service': {
      content:
        '[Service]\nUser=etcd\nExecStart=/opt/etcd-v3.5.21-linux-amd64/etcd --config-file /etc/etcd/etcd.yaml\n',
      mode: '644',
    },
    '/etc/etcd/etcd.yaml': { content: ETCD_CONFIG, mode: '644' },
    [`${TLS}/ca.crt`]: { content: { authority: 'etcd' }, mode: '644' },
    [`${TLS}/server.crt`]: { content: { leaf: 'server' }, mode: '644' },
    [`${TLS}/server.key`]: 'never read',
    [`${TLS}/peer.crt`]: { content: { leaf: 'peer' }, mode: '644' },
    [`${TLS}/peer.key`]: 'never read',
    '/srv/etcd': { directory: '700' },
    '/srv/etcd/member/snap/.keep': '',
  },
};

export const EXTERNAL_ETCD_VERDICTS: Verdicts = [
  [
    'not-applicable',
    '1.1.1-6 1.1.9-10 1.1.15-18 1.2.1-30 1.3.1-7 1.4.1-2 3.2.1-2 4.1.1-10 4.2.1-14 4.3.1',
    'etcd is all that runs here',
  ],
  ['unknown', '1.1.7-8 1.1.13-14', '/etc/kubernetes is not captured'],
  ['pass', '1.1.11-12 1.1.19-21', 'files of etcd, which belong to whom they should'],
  ['fail, letter pass', '2.1-2', 'one of the listeners is plain http'],
  ['pass', '2.3-6', 'peers show certificates of their CA'],
  ['unknown', '2.7', 'there is no API server here to compare with'],
];
