import { describe, expect, it } from 'vitest';
import { runningApiServer } from '../../../../test/support/api-server.ts';
import type { PropertyItem } from '../../subject.ts';

const FILES = ['--etcd-cafile=/ca', '--etcd-certfile=/c', '--etcd-keyfile=/k'];
const OTHERS = [
  '--service-account-issuer=https://kubernetes.default.svc',
  '--service-account-key-file=/sa.pub',
  '--service-account-signing-key-file=/sa.key',
];

function serversOf(...args: string[]): readonly PropertyItem[] {
  const given = { argv: ['kube-apiserver', ...OTHERS, ...args], version: '1.34.1' };
  const property = runningApiServer(given).property('etcd-servers', {});
  return property.state === 'items' ? property.items : [];
}

const shown = 'tls, shown, by --etcd-cafile';
const plain = 'plaintext, not shown, not at all';

describe('how each etcd server is reached', () => {
  it.each([
    ['by https with all files', ['--etcd-servers=https://a:1', ...FILES], [`https://a:1: ${shown}`]],
    ['by http with all files', ['--etcd-servers=http://a:1', ...FILES], [`http://a:1: ${plain}`]],
    ['without files', ['--etcd-servers=https://a:1'], ['https://a:1: tls, not shown, by the system roots']],
    [
      'the first decides for those that follow',
      ['--etcd-servers=http://a:1,https://b:1', ...FILES],
      [`http://a:1: ${plain}`, `https://b:1: ${plain}`],
    ],
    [
      'the first of all occurrences',
      ['--etcd-servers=https://a:1', '--etcd-servers=http://b:1', ...FILES],
      [`https://a:1: ${shown}`, `http://b:1: ${shown}`],
    ],
    [
      'overrides for themselves',
      ['--etcd-servers=https://a:1', '--etcd-servers-overrides=/events#http://b:1;https://c:1', ...FILES],
      [`https://a:1: ${shown}`, `http://b:1: ${plain}`, `https://c:1: ${plain}`],
    ],
    ['without a scheme and with files', ['--etcd-servers=a:1', ...FILES], [`a:1: ${shown}`]],
    ['without scheme and files', ['--etcd-servers=a:1'], [`a:1: ${plain}`]],
  ])('%s', (_name, args, expected) => {
    const items = serversOf(...args).map(
      ({ label, attributes: { transport, clientCertificate, serverVerified } }) => {
        return `${label}: ${transport}, ${clientCertificate}, ${serverVerified}`;
      },
    );

    expect(items).toEqual(expected);
  });

  it('says for each defect why', () => {
    const [item] = serversOf('--etcd-servers=http://a:1', ...FILES);

    expect(item?.defects).toMatchObject({
      clientCertificate: expect.stringContaining('http://a:1'),
      serverVerified: expect.stringContaining('http://a:1'),
    });
  });
});
