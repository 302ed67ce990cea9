import { basename } from 'node:path';
import type { EffectiveListener } from '../../src/components/etcd/listener.ts';
import type { Configuration } from '../../src/components/etcd/reading.ts';
import type { Address } from './asking.ts';
import { AUTHORITY_FILES, type Materials, PAIRS, SIGNERS, type Signer } from './materials.ts';

/** What must be seen at one socket, which several listener URLs may share. */
export interface SocketExpectation {
  key: string;
  address: Address;
  listeners: readonly EffectiveListener[];
  plain: boolean;
  /** Null: no TLS there at all. */
  tls: TlsExpectation | null;
}

export interface TlsExpectation {
  stranger: boolean;
  /** Null: no claim, because allowed names or revocations also decide. */
  client: Readonly<Record<Signer, boolean | null>>;
  /** `generated`, a public key, or null where the product says nothing. */
  leaf: string | null;
}

/** Port, or path of a unix socket as etcd binds it. */
function socketKey({ host, port }: EffectiveListener): string {
  return port === null ? host : String(port);
}

export function expectations(reading: Configuration, materials: Materials, cwd: string): SocketExpectation[] {
  const groups = Map.groupBy(reading.listeners, (one) => `${one.host} ${one.port}`);
  return [...groups.values()].flatMap((listeners) => {
    const [first] = listeners;
    if (first === undefined) return [];
    const secure = listeners.filter(({ transport }) => transport === 'tls');
    return {
      key: socketKey(first),
      address: addressOf(first, cwd),
      listeners,
      plain: listeners.some(({ transport }) => transport === 'plaintext'),
      tls: secure.length === 0 ? null : tlsExpectation(secure, reading, materials),
    };
  });
}

const REACHED_AT: Readonly<Record<string, string>> = {
  '0.0.0.0': '127.0.0.1',
  '::': '::1',
  localhost: '127.0.0.1',
};

function addressOf({ host, port }: EffectiveListener, cwd: string): Address {
  if (port === null) return { path: host.startsWith('/') ? host : `${cwd}/${host}` };
  return { host: REACHED_AT[host] ?? host, port };
}

function tlsExpectation(
  listeners: readonly EffectiveListener[],
  reading: Configuration,
  materials: Materials,
): TlsExpectation {
  const stranger = listeners.some((one) => one.clientCertificates === 'not-required');
  const also = listeners.some((one) => furtherChecks(reading, one.role === 'peer' ? 'peer-' : 'client-'));
  const client = Object.fromEntries(
    SIGNERS.map((signer) => {
      const admitted = listeners.some((one) => admits(one, signer));
      return [signer, admitted && also ? null : admitted];
    }),
  ) as Record<Signer, boolean | null>;
  return { stranger, client, leaf: leafOf(listeners, reading, materials) };
}

function admits(listener: EffectiveListener, signer: Signer): boolean {
  switch (listener.clientCertificates) {
    case 'not-required':
      return true;
    case 'required':
      return listener.authorities.flatMap(signersIn).includes(signer);
    case 'required-from-system-roots':
      return signer === 'system';
  }
}

/** A file that is not listed cannot be used; etcd will refuse to start with it, and that disagreement is seen. */
function signersIn(path: string): readonly Signer[] {
  return AUTHORITY_FILES[basename(path)] ?? [];
}

/** Settings that refuse holders of a good certificate too: which ones is not what the product predicts. */
const FURTHER = ['cert-allowed-cn', 'cert-allowed-hostname', 'crl-file'];

function furtherChecks(reading: Configuration, prefix: 'peer-' | 'client-'): boolean {
  return FURTHER.some((name) => {
    const value = reading.settings.get(`${prefix}${name}`)?.value;
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  });
}

function leafOf(
  listeners: readonly EffectiveListener[],
  reading: Configuration,
  materials: Materials,
): string | null {
  const [listener] = listeners;
  if (listener?.certificate !== 'configured') return listener?.certificate ?? null;
  const path = reading.settings.get(listener.role === 'peer' ? 'peer-cert-file' : 'cert-file')?.value;
  return typeof path === 'string' ? (materials.leafKeys[basename(path)] ?? null) : null;
}

const PAIRS_OF_SIDE: readonly (readonly [string, string])[] = [
  ['cert-file', 'key-file'],
  ['client-cert-file', 'client-key-file'],
];

/**
 * Whether etcd starts hangs on a private key, which the product never reads: a key that is not the certificate's,
 * or none at all. Peer pairs are loaded whether or not a peer listener serves TLS.
 */
export function dependsOnKey(reading: Configuration): boolean {
  const serves = reading.listeners.some(
    ({ role, certificate }) => role !== 'peer' && certificate === 'configured',
  );
  return ['peer-', ...(serves ? [''] : [])].some(
    (prefix) =>
      isKeyOfAny(reading, reading.settings.get(`${prefix}trusted-ca-file`)?.value) ||
      PAIRS_OF_SIDE.some(([certificate, key]) =>
        mismatched(reading, `${prefix}${certificate}`, `${prefix}${key}`),
      ),
  );
}

/** A file that is named as a key anywhere is not read, whatever else it is named as. */
function isKeyOfAny({ settings }: Configuration, path: unknown): boolean {
  const names = ['', 'peer-'].flatMap((prefix) => [`${prefix}key-file`, `${prefix}client-key-file`]);
  return typeof path === 'string' && names.some((name) => settings.get(name)?.value === path);
}

function mismatched({ settings }: Configuration, certificate: string, key: string): boolean {
  const path = settings.get(certificate)?.value;
  const name = typeof path === 'string' ? basename(path) : '';
  return name !== '' && PAIRS[name] !== basename(String(settings.get(key)?.value ?? ''));
}

/** etcd advertises an address of the machine where it listens on all of them and nothing is said. */
export function dependsOnMachine({ settings }: Configuration): boolean {
  const urls = settings.get('listen-peer-urls')?.value;
  const advertised = settings.get('initial-advertise-peer-urls');
  return (
    Array.isArray(urls) && urls.some((url) => url.includes('//0.0.0.0:')) && isDefault(advertised?.value)
  );
}

function isDefault(value: unknown): boolean {
  return JSON.stringify(value) === '["http://localhost:2380"]';
}
