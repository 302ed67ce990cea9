import { valueIfPresent } from '../../../model/fact.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import type { EffectiveSetting } from '../../effective-setting.ts';
import { joinHostPort, reachOf } from '../../kubernetes/addresses.ts';
import { offeredSuites, type TlsSetup } from '../../kubernetes/ciphers.ts';
import type { CommandLine } from '../command-line.ts';
import { byDefault, derived, settled } from './derived.ts';

/**
 * The listener that asks nobody who they are: `none`, `loopback`, or `address:port` where the network reaches it. It
 * is gone from 1.20 on, whose flags for it take no other port than 0.
 * https://github.com/kubernetes/apiserver/blob/v0.19.16/pkg/server/options/deprecated_insecure_serving.go
 */
export function insecureListener(line: CommandLine): EffectiveSetting {
  const name = 'insecure-listener';
  const port = line.flag('insecure-port');
  if (line.minor >= 20)
    return derived(name, 'none', byDefault(line.minor), 'From 1.20 on there is no listener without TLS.');
  if (port.value === 0)
    return derived(name, 'none', port.origin, '--insecure-port is 0: there is no listener without TLS.');
  const address = line.flag('insecure-bind-address');
  const at = joinHostPort(String(address.value), Number(port.value));
  const because = `${at} serves everybody without TLS or credentials, as an administrator.`;
  const isLocal = reachOf(String(address.value)) === 'loopback';
  const origin = address.origin.kind === 'default' ? port.origin : address.origin;
  return derived(name, isLocal ? 'loopback' : at, origin, because);
}

/** Whether the server reaches kubelets by https: by a flag in 1.18, always from 1.19 on. */
export function kubeletConnectionsEncrypted(line: CommandLine): EffectiveSetting {
  const name = 'kubelet-connections-encrypted';
  const flag = line.flag('kubelet-https');
  if (line.minor >= KUBELET_HTTPS_IGNORED)
    return derived(
      name,
      true,
      byDefault(line.minor),
      'The server reaches kubelets by https, whatever flags say.',
    );
  const because = `The server reaches kubelets by http${flag.value === true ? 's' : ''}.`;
  return derived(name, flag.value === true, flag.origin, because);
}

/** https://github.com/kubernetes/kubernetes/blob/v1.19.16/cmd/kube-apiserver/app/options/options.go "kubelet-https" */
const KUBELET_HTTPS_IGNORED = 19;

/** Up to 1.29 Go itself offers all that a switch could bring back. */
const GODEBUG_COUNTS = 30;

/** Cipher suites for TLS 1.2 and older: `cipher-suites-offered`. */
export function cipherSuitesOffered(
  line: CommandLine,
  environment: ProcessFacts['environment'],
): EffectiveSetting {
  const name = 'cipher-suites-offered';
  const flag = line.flag('tls-cipher-suites');
  const setup: TlsSetup = {
    suites: line.list('tls-cipher-suites'),
    minVersion: line.text('tls-min-version'),
    minor: line.minor,
    godebug: valueIfPresent(environment)?.GODEBUG,
  };
  const byGo = setup.suites.length === 0 && setup.minVersion !== 'VersionTLS13';
  if (byGo && line.minor >= GODEBUG_COUNTS && environment.state === 'unreadable')
    return settled(name, null, environment.at, {
      status: 'unknown',
      reason: `The environment could not be read (${environment.reason}), and GODEBUG in it could change which cipher suites Go offers.`,
    });
  const suites = [...offeredSuites(setup)];
  const origin = suites.length === 0 ? line.flag('tls-min-version').origin : flag.origin;
  return { ...derived(name, suites, origin, howOffered(setup, line.minor)), overrides: flag.overrides };
}

function howOffered({ suites, minVersion }: TlsSetup, minor: number): string {
  if (minVersion === 'VersionTLS13') return 'Only TLS 1.3 is spoken, whose cipher suites are fixed.';
  return suites.length === 0
    ? `--tls-cipher-suites is not set, so the server offers what the Go runtime of 1.${minor} offers.`
    : 'The server offers what --tls-cipher-suites lists.';
}
