import type { Origin } from '../../model/origin.ts';

export type ListenerRole = 'client' | 'peer' | 'client-http' | 'metrics';

/** One listener URL of etcd with the properties that are in force on it. */
export interface EffectiveListener {
  role: ListenerRole;
  url: string;
  /** IP address without brackets, `localhost`, or the path of a unix socket. */
  host: string;
  /** Null for unix sockets. */
  port: number | null;
  transport: 'plaintext' | 'tls';
  /** `generated`: auto-tls made the certificate, and anyone may connect. */
  certificate: 'none' | 'configured' | 'generated';
  clientCertificates: 'required' | 'required-from-system-roots' | 'not-required';
  /** The CA files that client certificates are verified against, as named in the configuration. */
  authorities: readonly string[];
  /** `local`: loopback or a unix socket. */
  reach: 'local' | 'network';
  /** `health`: only metrics and health are served there. */
  exposes: 'keys' | 'health';
  origin: Origin;
}
