import type { ProcessFacts } from '../../model/snapshot.ts';
import { isPlain, overTls, secureUrlOf } from '../etcd/peer-urls.ts';
import { etcdConfiguration, etcdText } from './etcd-settings.ts';
import type { FlagEdit } from './flag-edits.ts';

/** Where a member listens for its peers and is to be reached by them, as its settings say. */
export interface PeerAddresses {
  readonly listen: readonly string[];
  readonly advertised: readonly string[];
}

export function peerAddressesOf(process: ProcessFacts): PeerAddresses {
  return {
    listen: urls(process, 'listen-peer-urls'),
    advertised: urls(process, 'initial-advertise-peer-urls'),
  };
}

function urls(process: ProcessFacts, name: string): readonly string[] {
  const value = etcdConfiguration(process).settings.get(name)?.value;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The second address beside the first, where peers are told of one without TLS. */
export function bothListen({ listen, advertised }: PeerAddresses): FlagEdit {
  const secure = advertised.some(isPlain) ? listen.filter(isPlain).map(secureUrlOf) : [];
  return { flag: 'listen-peer-urls', value: unique([...listen, ...secure]).join(',') };
}

/**
 * The first address over TLS and the second one gone, also in what only a member without data reads: whoever sets it up
 * anew finds there what is so.
 */
export function firstOverTls(process: ProcessFacts): readonly FlagEdit[] {
  const { listen, advertised } = peerAddressesOf(process);
  const cluster = etcdText(process, 'initial-cluster');
  const isGiven = (name: string) => etcdConfiguration(process).settings.get(name)?.origin.kind !== 'default';
  return [
    { flag: 'listen-peer-urls', value: unique(inTheEnd(listen, advertised)).join(',') },
    ...(isGiven('initial-advertise-peer-urls')
      ? [{ flag: 'initial-advertise-peer-urls', value: unique(advertised.map(overTls)).join(',') }]
      : []),
    ...(cluster === null
      ? []
      : [{ flag: 'initial-cluster', value: cluster.split(',').map(secureEntry).join(',') }]),
  ];
}

/** Where peers are told of TLS already, plain addresses are just left. */
function inTheEnd(listen: readonly string[], advertised: readonly string[]): readonly string[] {
  if (!advertised.some(isPlain)) return listen.filter((url) => !isPlain(url));
  const seconds = listen.filter(isPlain).map(secureUrlOf);
  return listen.filter((url) => !seconds.includes(url)).map(overTls);
}

/** `name=URL` */
function secureEntry(entry: string): string {
  const at = entry.indexOf('=') + 1;
  return entry.slice(0, at) + overTls(entry.slice(at));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
