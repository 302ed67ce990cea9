import { suitesProblem } from './ciphers.ts';
import { type ServedAddress, servedAt } from './listeners.ts';
import { type Lookup, listOf, textOf } from './lookup.ts';
import type { Conventions } from './pflag.ts';
import { type Refusal, refuses } from './reading.ts';

/**
 * The HTTPS port that kube-controller-manager and kube-scheduler share with the API server's code; 0 switches it off.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/serving.go ApplyTo
 */
export function secureAddress(lookup: Lookup): ServedAddress | null {
  return servedAt(lookup('bind-address'), lookup('secure-port'), 'tls');
}

/** Why the component would not serve, and therefore not start. Same file, Validate and ApplyTo. */
export function servingRefusal(lookup: Lookup, conventions: Conventions): Refusal | null {
  const port = lookup('secure-port');
  if (Number(port.value) < 0 || Number(port.value) > 65535)
    return refused(conventions, `--secure-port ${port.value} is no port`, port.origin);
  if (port.value === 0) return null;
  return pairRefusal(lookup, conventions) ?? suitesRefusal(lookup, conventions);
}

function refused({ program, minor }: Conventions, because: string, origin: Refusal['origin']): Refusal {
  return refuses(`${program} 1.${minor} refuses its arguments: ${because}.`, origin);
}

function pairRefusal(lookup: Lookup, conventions: Conventions): Refusal | null {
  const [certificate, key] = [textOf(lookup, 'tls-cert-file'), textOf(lookup, 'tls-private-key-file')];
  if ((certificate === null) === (key === null)) return null;
  const given = certificate === null ? 'tls-private-key-file' : 'tls-cert-file';
  return refused(conventions, `--${given} is given without its other half`, lookup(given).origin);
}

function suitesRefusal(lookup: Lookup, conventions: Conventions): Refusal | null {
  const setup = {
    suites: listOf(lookup, 'tls-cipher-suites'),
    minVersion: textOf(lookup, 'tls-min-version'),
    minor: conventions.minor,
    godebug: undefined,
  };
  const http2 = lookup('disable-http2-serving').value !== true;
  const problem = suitesProblem(setup, http2);
  const culprit = setup.suites.length > 0 ? 'tls-cipher-suites' : 'tls-min-version';
  return problem === null ? null : refused(conventions, problem, lookup(culprit).origin);
}
