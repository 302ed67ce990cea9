import type { Origin } from '../../model/origin.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { type GoUrl, isLoopback, parseGoUrl, splitHostPort } from '../go-url.ts';
import type { EffectiveListener, ListenerRole } from './listener.ts';
import { atLeast } from './version.ts';

export type Lookup = (name: string) => EffectiveSetting;

/** The TLS record of one side, client or peer, after auto-tls had its say. */
interface TlsRecord {
  certificate: 'none' | 'configured' | 'generated';
  demands: EffectiveListener['clientCertificates'];
  authorities: readonly string[];
}

const URL_SETTINGS: readonly { role: ListenerRole; setting: string }[] = [
  { role: 'client', setting: 'listen-client-urls' },
  { role: 'client-http', setting: 'listen-client-http-urls' },
  { role: 'peer', setting: 'listen-peer-urls' },
  { role: 'metrics', setting: 'listen-metrics-urls' },
];

/**
 * Every listener URL with what is in force on it. TLS belongs to the URL: on http and unix URLs certificates, CA
 * and switch are ignored. https://github.com/etcd-io/etcd/blob/v3.5.21/server/embed/etcd.go configure*Listeners
 */
export function effectiveListeners(lookup: Lookup, version: string): readonly EffectiveListener[] {
  const client = tlsRecord(lookup, '', version);
  const peer = tlsRecord(lookup, 'peer-', version);
  const listeners = URL_SETTINGS.flatMap(({ role, setting }) => {
    const { value, origin } = lookup(setting);
    const urls = Array.isArray(value) ? value : [];
    return urls.flatMap((text) => {
      const url = parseGoUrl(text);
      return url === null
        ? []
        : [listener(role, url, origin, role === 'peer' ? peer : client, lookup, version)];
    });
  });
  return listeners.filter((one) => isServed(one, listeners));
}

/**
 * With URLs of their own for HTTP, client URLs serve gRPC alone, and of an address given as https and as http only
 * the TLS half. https://github.com/etcd-io/etcd/blob/v3.5.21/server/embed/serve.go serve, where `server` is set twice
 */
function isServed(one: EffectiveListener, all: readonly EffectiveListener[]): boolean {
  if (one.role !== 'client' || one.transport === 'tls') return true;
  if (!all.some(({ role }) => role === 'client-http')) return true;
  return !all.some(
    ({ role, transport, host, port }) =>
      role === 'client' && transport === 'tls' && host === one.host && port === one.port,
  );
}

function listener(
  role: ListenerRole,
  url: GoUrl,
  origin: Origin,
  record: TlsRecord,
  lookup: Lookup,
  version: string,
): EffectiveListener {
  const unix = url.scheme.startsWith('unix');
  const at = unix ? null : splitHostPort(url.authority);
  const host = unix ? socketPath(role, url) : (at?.host ?? '');
  const secure = servesTls(role, url.scheme, version);
  return {
    role,
    url: url.text,
    host,
    port: unix ? null : Number(at?.port ?? 0),
    transport: secure ? 'tls' : 'plaintext',
    certificate: secure ? record.certificate : 'none',
    clientCertificates: secure ? record.demands : 'not-required',
    authorities: secure && record.demands === 'required' ? record.authorities : [],
    reach: unix || isLoopback(host) ? 'local' : 'network',
    exposes: exposes(role, lookup),
    origin,
  };
}

/**
 * Client listeners wrap unix sockets in TLS themselves. The others leave it to client/pkg/transport/listener.go
 * newListener, which from 3.5 on gives a unix socket back before it comes to TLS.
 */
function servesTls(role: ListenerRole, scheme: string, version: string): boolean {
  return scheme === 'https' || (scheme === 'unixs' && (isClient(role) || !atLeast(version, '3.5')));
}

function isClient(role: ListenerRole): boolean {
  return role === 'client' || role === 'client-http';
}

/** Client listeners take host and path for the socket's path, the others only the host. embed/etcd.go resolveUrl */
function socketPath(role: ListenerRole, { authority, path }: GoUrl): string {
  return isClient(role) ? authority + path : authority;
}

/** Without the gRPC gateway and the v2 API an HTTP-only client listener has health and version, but no keys. */
function exposes(role: ListenerRole, lookup: Lookup): EffectiveListener['exposes'] {
  if (role === 'metrics') return 'health';
  if (role !== 'client-http') return 'keys';
  const keys = lookup('enable-grpc-gateway').value === true || lookup('enable-v2').value === true;
  return keys ? 'keys' : 'health';
}

function tlsRecord(lookup: Lookup, prefix: '' | 'peer-', version: string): TlsRecord {
  const text = (name: string) => {
    const { value } = lookup(`${prefix}${name}`);
    return typeof value === 'string' ? value : null;
  };
  if (text('cert-file') === null && text('key-file') === null) {
    // The generated record replaces the whole record: CA, switch and allowed names are gone (embed ClientSelfCert).
    const generated = lookup(`${prefix}auto-tls`).value === true;
    return { certificate: generated ? 'generated' : 'none', demands: 'not-required', authorities: [] };
  }
  // Up to 3.3 both are trusted side by side: pkg/transport/listener.go cafiles.
  const authorities = [text('trusted-ca-file'), text('ca-file')].filter((path) => path !== null);
  return {
    certificate: 'configured',
    demands: demands(lookup, prefix, authorities, text('ca-file'), version),
    authorities,
  };
}

/**
 * TLSInfo.ServerConfig: from 3.4 on the switch or a trusted CA, before that the switch or the old --ca-file. The
 * switch without any CA verifies against the roots of the system.
 * https://github.com/etcd-io/etcd/blob/v3.5.21/client/pkg/transport/listener.go ServerConfig
 */
function demands(
  lookup: Lookup,
  prefix: '' | 'peer-',
  authorities: readonly string[],
  oldAuthority: string | null,
  version: string,
): EffectiveListener['clientCertificates'] {
  const switchedOn = lookup(`${prefix}client-cert-auth`).value === true;
  if (authorities.length === 0) return switchedOn ? 'required-from-system-roots' : 'not-required';
  const byAuthority = atLeast(version, '3.4') || oldAuthority !== null;
  return switchedOn || byAuthority ? 'required' : 'not-required';
}
