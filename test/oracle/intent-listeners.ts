import { given, type Intent } from './intent-of.ts';
import type { Picker, Weighted } from './picker.ts';

/** Null: the setting is left out, and the default on port 2379 applies. */
const CLIENT: Weighted<string | null> = [
  [10, 'http://127.0.0.1:{p1}'],
  [24, 'https://127.0.0.1:{p1}'],
  [5, 'https://127.0.0.1:{p1},http://127.0.0.1:{p2}'],
  [5, 'https://127.0.0.1:{p1},http://127.0.0.1:{p1}'],
  [3, 'http://127.0.0.1:{p1}, https://127.0.0.1:{p2}'],
  [3, 'https://127.0.0.1:{p1},https://127.0.0.1:{p2},http://localhost:{p3}'],
  [3, 'https://localhost:{p1}'],
  [2, 'https://0.0.0.0:{p1}'],
  [2, 'https://[::1]:{p1}'],
  [2, 'https://127.0.0.2:{p1},https://127.0.0.1:{p2}'],
  [2, 'HTTPS://127.0.0.1:{p1}'],
  [3, 'unix://client.sock'],
  [3, 'unixs://client.sock'],
  [2, 'unixs://{dir}/client.sock'],
  [2, 'unix://localhost:{p1}'],
  [2, 'unixs://localhost:{p1},http://127.0.0.1:{p2}'],
  [2, 'unix://client.sock,unixs://client.sock'],
  [1, 'https://127.0.0.1:{p1},https://127.0.0.1:{p1}'],
  [1, 'https://user@127.0.0.1:{p1}'],
  [1, 'https://127.0.0.1:{p1}?a=b'],
  [1, 'http://localhost:2379'],
  [2, null],
];
const ODD_CLIENT: Weighted<string | null> = [
  [1, 'http://127.0.0.1:{p1},http://localhost:{p1}'],
  [1, 'https://localhost:{p1},http://127.0.0.1:{p1}'],
  [1, 'https://0.0.0.0:{p1},http://127.0.0.1:{p1}'],
  [1, 'https://example.com:{p1}'],
  [1, 'https://127.0.0.1'],
  [1, 'https://:{p1}'],
  [1, 'https://127.0.0.1:{p1}/'],
  [1, 'tcp://127.0.0.1:{p1}'],
  [1, '127.0.0.1:{p1}'],
  [1, 'https://127.0.0.1:{p1},'],
  [1, 'https://127.000.0.1:{p1}'],
  [1, 'https://[::1%25lo]:{p1}'],
  [1, ''],
];

const PEER: Weighted<string | null> = [
  [12, 'http://127.0.0.1:{p4}'],
  [28, 'https://127.0.0.1:{p4}'],
  [5, 'https://127.0.0.1:{p4},http://127.0.0.1:{p5}'],
  [3, 'https://localhost:{p4}'],
  [2, 'https://0.0.0.0:{p4}'],
  [2, 'https://[::1]:{p4},https://127.0.0.1:{p4}'],
  [2, 'unix://peer.sock'],
  [2, 'unixs://peer.sock'],
  [2, 'unixs://localhost:{p4}'],
  [1, 'http://localhost:2380'],
  [2, null],
];
const ODD_PEER: Weighted<string | null> = [
  [1, 'https://127.0.0.1:{p4},http://127.0.0.1:{p4}'],
  [1, 'unixs://{dir}/peer.sock'],
  [1, 'https://127.0.0.1:{p1}'],
  [1, 'https://127.0.0.1:{p4},https://127.0.0.1:{p4}'],
  [1, 'https://node.example:{p4}'],
  [1, 'https://127.0.0.1:notaport'],
  [1, ''],
];

const CLIENT_HTTP: Weighted<string> = [
  [3, 'http://127.0.0.1:{p6}'],
  [3, 'https://127.0.0.1:{p6}'],
  [2, 'https://127.0.0.1:{p6},http://127.0.0.1:{p6}'],
  [1, 'unixs://http.sock'],
  [1, 'http://localhost:{p6}'],
  [1, ''],
];
const ODD_CLIENT_HTTP: Weighted<string> = [
  [1, 'https://127.0.0.1:{p1}'],
  [1, 'http://host.example:{p6}'],
];

const METRICS: Weighted<string> = [
  [3, 'http://127.0.0.1:{p7}'],
  [3, 'https://127.0.0.1:{p7}'],
  [2, 'https://127.0.0.1:{p7},http://127.0.0.1:{p8}'],
  [1, 'http://0.0.0.0:{p7}'],
  [1, 'unix://metrics.sock'],
  [2, 'unixs://metrics.sock'],
  [1, ''],
];
const ODD_METRICS: Weighted<string> = [
  [1, 'https://127.0.0.1:{p7},http://127.0.0.1:{p7}'],
  [1, 'http://127.0.0.1:{p1}'],
];

const ADVERTISED: Weighted<string | null> = [
  [8, 'http://127.0.0.1:{p4}'],
  [1, null],
  [1, 'https://localhost:{p4}'],
];
const ODD_ADVERTISED: Weighted<string | null> = [
  [0.3, 'https://:{p4}'],
  [0.3, 'http://localhost'],
  [0.3, 'unix://peer.sock'],
];

const NAME: Weighted<string | null> = [
  [4, null],
  [6, 'm1'],
  [1, 'default'],
];
const DATA: Weighted<string | null> = [
  [6, '{dir}/data'],
  [3, 'data'],
  [1, null],
];

/** Listen and advertise URLs, and the rest of a cluster of one. */
export function listenerIntents(pick: Picker, version: string): Intent[] {
  const client = pick.sound(CLIENT, ODD_CLIENT);
  const name = pick.weighted(NAME);
  const advertised = pick.sound(ADVERTISED, ODD_ADVERTISED);
  const cluster = given('initial-cluster', initialCluster(pick, name, advertised));
  const hasHttp = !version.startsWith('3.4') && pick.chance(0.15);
  return [
    ...given('name', name),
    ...given('data-dir', pick.weighted(DATA)),
    ...given('listen-client-urls', client),
    ...given('listen-peer-urls', pick.sound(PEER, ODD_PEER)),
    ...given('advertise-client-urls', advertisedClient(pick, client)),
    ...given('initial-advertise-peer-urls', advertised),
    ...cluster,
    // Alone it would be tried for ever.
    ...given('discovery', cluster.length > 0 && pick.odd(0.04) ? 'http://127.0.0.1:1/cluster' : null),
    ...given('listen-client-http-urls', hasHttp ? pick.sound(CLIENT_HTTP, ODD_CLIENT_HTTP) : null),
    ...given('listen-metrics-urls', pick.chance(0.2) ? pick.sound(METRICS, ODD_METRICS) : null),
  ];
}

function advertisedClient(pick: Picker, client: string | null): string | null {
  const without = client === null ? pick.chance(0.5) : pick.odd(0.1);
  return without ? null : 'http://127.0.0.1:{p1}';
}

/** Left out only where etcd's own default agrees with the advertised URLs. */
function initialCluster(pick: Picker, name: string | null, advertised: string | null): string | null {
  const follows = advertised === null || (name !== null && name !== 'default');
  if (follows && pick.chance(0.15)) return null;
  // A name that cannot be resolved would be tried for ever.
  const own = ODD_ADVERTISED.some(([, odd]) => odd === advertised) ? 'http://127.0.0.1:{p4}' : advertised;
  return `${name ?? 'default'}=${own ?? 'http://localhost:2380'}`;
}
