import type { EffectiveSetting } from '../effective-setting.ts';
import { splitHostPort } from '../go-url.ts';
import { canonicalIp, joinHostPort, parseIp } from '../kubernetes/addresses.ts';
import type { ServedAddress } from '../kubernetes/listeners.ts';
import { type Lookup, textOf } from '../kubernetes/lookup.ts';
import { type Refusal, refuses } from '../kubernetes/reading.ts';
import type { ChangedFile } from '../stale.ts';
import { PROGRAM } from './conventions.ts';

const PORT = 10249;

/**
 * The metrics address with its port, as the command line has it. Only a port of 0 takes it away, and without an
 * address kube-proxy does not start. https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kube-proxy/app/options.go
 * addressFromDeprecatedFlags, pkg/proxy/apis/config/validation/validation.go validateHostPort
 */
export function metricsByFlags(lookup: Lookup): EffectiveSetting {
  const [address, port] = [lookup('metrics-bind-address'), lookup('metrics-port')];
  if (port.value === 0) return { ...address, value: null, origin: port.origin };
  return withPort(address, Number(port.value));
}

/** The same beside a configuration file, where the default follows the family of bindAddress. v1alpha1/defaults.go */
export function metricsByFile(lookup: Lookup): EffectiveSetting {
  const address = lookup('metrics-bind-address');
  if (address.value !== null) return withPort(address, PORT);
  const ip = parseIp(textOf(lookup, 'bind-address') ?? '', true);
  const isFour = ip !== null && !canonicalIp(ip).includes(':');
  return { ...address, value: joinHostPort(isFour ? '127.0.0.1' : '::1', PORT) };
}

/**
 * Only a bare IP address gets a port; one of IPv4 inside IPv6 gets no brackets, and is refused for that later.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/proxy/util/utils.go AppendPortIfNeeded
 */
function withPort(address: EffectiveSetting, port: number): EffectiveSetting {
  const text = String(address.value);
  const ip = parseIp(text, true);
  if (ip === null || splitHostPort(text) !== null) return address;
  return { ...address, value: canonicalIp(ip).includes(':') ? joinHostPort(text, port) : `${text}:${port}` };
}

/** The listener of the metrics address, or why it keeps kube-proxy from starting. */
export function metricsListener(
  { value, origin }: EffectiveSetting,
  stale: readonly ChangedFile[],
): ServedAddress | Refusal {
  const socket = splitHostPort(typeof value === 'string' ? value : '');
  const ip = parseIp(socket?.host ?? '', true);
  const port = Number(socket?.port);
  if (ip === null || !(port >= 1 && port <= 65535)) {
    const shown = JSON.stringify(value ?? '');
    return refuses(
      `${PROGRAM} refuses its metrics address ${shown}: it is no IP address with a port.`,
      origin,
      stale,
    );
  }
  return { ip: canonicalIp(ip), port, transport: 'plaintext', origin };
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/proxy/apis/config/validation/validation.go Validate */
export function bindAddressRefusal(address: EffectiveSetting, stale: readonly ChangedFile[]): Refusal | null {
  if (typeof address.value === 'string' && parseIp(address.value, true) !== null) return null;
  const shown = JSON.stringify(address.value ?? '');
  return refuses(`${PROGRAM} refuses its bind address ${shown}: it is no IP address.`, address.origin, stale);
}
