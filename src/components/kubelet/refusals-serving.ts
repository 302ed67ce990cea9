import { valueIfPresent } from '../../model/fact.ts';
import { suitesProblem, type TlsSetup } from '../kubernetes/ciphers.ts';
import { type Refusal, refuses } from '../kubernetes/reading.ts';
import { firstUndecided, type InForce, is } from './reading.ts';

/** The server's TLS as far as suites go; null when it could not be read. */
export function tlsSetup(start: InForce): TlsSetup | null {
  const [suites, least] = [start.setting('tls-cipher-suites'), start.setting('tls-min-version')];
  if (firstUndecided(suites, least) !== undefined) return null;
  return {
    suites: Array.isArray(suites.value) ? suites.value : [],
    minVersion: typeof least.value === 'string' ? least.value : null,
    minor: start.minor,
    godebug: valueIfPresent(start.process.environment)?.GODEBUG,
  };
}

/** cmd/kubelet/app/server.go InitializeTLS, then Go's HTTP/2 server, which GODEBUG can switch off. */
export function suites(start: InForce): Refusal | null {
  const setup = tlsSetup(start);
  if (setup === null) return null;
  const problem = suitesProblem(setup, servesHttp2(start));
  if (problem === null) return null;
  return refuses(`kubelet refuses its TLS settings: ${problem}.`, start.setting('tls-cipher-suites').origin);
}

function servesHttp2(start: InForce): boolean {
  const variables = valueIfPresent(start.process.environment);
  if (variables === undefined || !is(start, 'enable-server', true)) return false;
  return !(variables.GODEBUG ?? '').split(',').includes('http2server=0');
}

/** Up to 1.35 the pair is loaded when the server starts; later it serves no certificate then. */
export function halfPair(start: InForce): Refusal | null {
  if (start.minor > 35 || !is(start, 'enable-server', true)) return null;
  const [certificate, key] = [start.setting('tls-cert-file'), start.setting('tls-private-key-file')];
  if (firstUndecided(certificate, key) !== undefined) return null;
  if ((certificate.value === null) === (key.value === null)) return null;
  const [set, missing] = certificate.value === null ? [key, certificate] : [certificate, key];
  return refuses(`kubelet refuses ${set.name} without ${missing.name}.`, set.origin);
}

const MODES = ['AlwaysAllow', 'Webhook'];

/** Tokens and requests can only be put to the API server by a client. cmd/kubelet/app/auth.go BuildAuthn, BuildAuthz */
export function apiClients(start: InForce): Refusal | null {
  const standalone = start.setting('kubeconfig').value === null;
  const mode = start.setting('authorization-mode');
  if (standalone && is(start, 'authentication-token-webhook', true))
    return refuses(
      'kubelet refuses authentication-token-webhook without --kubeconfig.',
      start.setting('authentication-token-webhook').origin,
    );
  if (mode.undecided !== undefined) return null;
  if (typeof mode.value !== 'string' || !MODES.includes(mode.value))
    return refuses(`kubelet refuses authorization-mode ${JSON.stringify(mode.value ?? '')}.`, mode.origin);
  return standalone && mode.value === 'Webhook'
    ? refuses('kubelet refuses authorization-mode Webhook without --kubeconfig.', mode.origin)
    : null;
}
