import type { Origin } from '../../../model/origin.ts';
import type { Property, PropertyItem } from '../../subject.ts';
import type { CommandLine } from '../command-line.ts';

/** The URLs of one client: all of --etcd-servers, or those of one of --etcd-servers-overrides. */
interface Client {
  urls: readonly string[];
  origin: Origin;
}

/** What the client of etcd does with a URL, by its scheme. */
type Transport = 'tls' | 'plaintext';

/**
 * How the server reaches each etcd: property `etcd-servers`. The three files count for connections with TLS only, and
 * without --etcd-cafile the roots of the system decide. The first URL of a list decides for all of the list whether
 * there is TLS at all.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/storage/storagebackend/factory/etcd3.go newETCD3Client,
 * https://github.com/etcd-io/etcd/blob/v3.6.4/client/v3/client.go dialWithBalancer
 */
export function etcdServers(line: CommandLine): Property {
  const clients = clientsOf(line);
  const sockets = clients.flatMap(({ urls }) => urls.filter(isSocket));
  return {
    state: 'items',
    items: clients.flatMap((client) =>
      client.urls.filter((url) => !isSocket(url)).map((url) => itemOf(url, client, line)),
    ),
    none: {
      status: 'not-applicable',
      reason: `The API server reaches its data through a socket of this machine (${sockets.join(', ')}), which nobody can pose as from elsewhere.`,
    },
    virtue: (attribute) =>
      attribute === 'clientCertificate'
        ? 'The client certificate is shown to every etcd server.'
        : 'Every etcd server is verified by --etcd-cafile.',
  };
}

/** How k3s and MicroK8s put kine and k8s-dqlite in front of a database. */
function isSocket(url: string): boolean {
  return /^unixs?:/i.test(url);
}

function clientsOf(line: CommandLine): readonly Client[] {
  const servers = line.flag('etcd-servers');
  const overrides = line.flag('etcd-servers-overrides');
  return [
    { urls: line.list('etcd-servers'), origin: servers.origin },
    ...line
      .list('etcd-servers-overrides')
      .map((one) => ({ urls: one.slice(one.indexOf('#') + 1).split(';'), origin: overrides.origin })),
  ];
}

function itemOf(url: string, { urls: [first = url], origin }: Client, line: CommandLine): PropertyItem {
  const transport = transportOf(first, hasTlsFiles(line));
  const certificate = transport === 'tls' && line.text('etcd-certfile') !== null;
  const verified = verifierOf(transport, line);
  return {
    label: url,
    origin,
    attributes: {
      transport,
      clientCertificate: certificate ? 'shown' : 'not shown',
      serverVerified: verified,
    },
    defects: {
      clientCertificate: `${url}: ${certificateDefect(transport, url, first)}`,
      serverVerified: `${url}: ${verifierDefect(transport, url, first)}`,
    },
  };
}

/** A URL without a scheme uses TLS as soon as one of the files is set. */
function transportOf(url: string, tlsFiles: boolean): Transport {
  if (/^(?:https:\/\/|unixs:)/i.test(url)) return 'tls';
  if (/^http:\/\//i.test(url)) return 'plaintext';
  return tlsFiles ? 'tls' : 'plaintext';
}

function hasTlsFiles(line: CommandLine): boolean {
  return ['etcd-certfile', 'etcd-keyfile', 'etcd-cafile'].some((name) => line.text(name) !== null);
}

function verifierOf(transport: Transport, line: CommandLine): string {
  if (transport === 'plaintext') return 'not at all';
  return line.text('etcd-cafile') === null ? 'by the system roots' : 'by --etcd-cafile';
}

function certificateDefect(transport: Transport, url: string, first: string): string {
  return transport === 'plaintext'
    ? `${withoutTls(url, first)} no client certificate is shown, whatever --etcd-certfile says.`
    : 'no client certificate is shown, since --etcd-certfile and --etcd-keyfile are not set.';
}

function verifierDefect(transport: Transport, url: string, first: string): string {
  return transport === 'plaintext'
    ? `${withoutTls(url, first)} anybody can pose as etcd, whatever --etcd-cafile says.`
    : 'without --etcd-cafile any certificate by a root of the system is taken for that of etcd.';
}

function withoutTls(url: string, first: string): string {
  return url.startsWith('http:') || url === first
    ? 'without TLS'
    : `the first URL of its list, ${first}, has the client do without TLS, so that`;
}
