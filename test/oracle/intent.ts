import type { Picker } from './picker.ts';

/** A setting and the value it is to get, before it is known where the value is written. */
export interface Intent {
  name: string;
  value: string | boolean | readonly string[];
}

/** What a draw wants: settings of one member. Most are meant to work. */
export function drawIntents(pick: Picker, version: string): Intent[] {
  const client = clientListeners(pick);
  const peer = peerListeners(pick);
  return [
    ...speed(),
    ...listeners(pick, client, peer),
    ...extraListeners(pick, version),
    ...tlsSide(pick, '', uses(client)),
    ...tlsSide(pick, 'peer-', uses(peer)),
    ...cryptography(pick, version),
    ...others(pick),
  ];
}

function speed(): Intent[] {
  return [
    { name: 'heartbeat-interval', value: '5' },
    { name: 'election-timeout', value: '50' },
    { name: 'unsafe-no-fsync', value: true },
  ];
}

function uses(urls: string | null): boolean {
  return urls?.includes('https:') === true || urls?.includes('unixs:') === true;
}

/** Null: the setting is left out, and the defaults on ports 2379 and 2380 apply. */
function clientListeners(pick: Picker): string | null {
  return pick.weighted<string | null>([
    [8, 'http://127.0.0.1:{p1}'],
    [22, 'https://127.0.0.1:{p1}'],
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
    [1, 'https://127.0.0.1:{p1},https://127.0.0.1:{p1}'],
    [1, 'http://127.0.0.1:{p1},http://localhost:{p1}'],
    [1, 'https://localhost:{p1},http://127.0.0.1:{p1}'],
    [1, 'https://example.com:{p1}'],
    [1, 'https://127.0.0.1'],
    [1, 'https://:{p1}'],
    [1, 'https://127.0.0.1:{p1}/'],
    [1, 'https://user@127.0.0.1:{p1}'],
    [1, 'https://127.0.0.1:{p1}?a=b'],
    [1, 'tcp://127.0.0.1:{p1}'],
    [1, '127.0.0.1:{p1}'],
    [1, 'https://127.0.0.1:{p1},'],
    [1, ''],
    [1, 'http://localhost:2379'],
    [2, null],
  ]);
}

function peerListeners(pick: Picker): string | null {
  return pick.weighted<string | null>([
    [12, 'http://127.0.0.1:{p4}'],
    [28, 'https://127.0.0.1:{p4}'],
    [5, 'https://127.0.0.1:{p4},http://127.0.0.1:{p5}'],
    [2, 'https://127.0.0.1:{p4},http://127.0.0.1:{p4}'],
    [3, 'https://localhost:{p4}'],
    [2, 'https://0.0.0.0:{p4}'],
    [2, 'https://[::1]:{p4},https://127.0.0.1:{p4}'],
    [2, 'unix://peer.sock'],
    [2, 'unixs://peer.sock'],
    [2, 'unixs://localhost:{p4}'],
    [1, 'unixs://{dir}/peer.sock'],
    [1, 'https://127.0.0.1:{p1}'],
    [1, 'https://127.0.0.1:{p4},https://127.0.0.1:{p4}'],
    [1, 'https://localhost:{p4}'],
    [1, 'http://localhost:2380'],
    [1, 'https://127.0.0.1:notaport'],
    [1, ''],
    [2, null],
  ]);
}

function listeners(pick: Picker, client: string | null, peer: string | null): Intent[] {
  const name = pick.weighted<string | null>([
    [4, null],
    [6, 'm1'],
    [1, 'default'],
  ]);
  const advertised = pick.weighted<string | null>([
    [8, 'http://127.0.0.1:{p4}'],
    [1, null],
    [1, 'https://localhost:{p4}'],
    [0.2, 'https://:{p4}'],
    [0.2, 'http://localhost'],
    [0.2, 'unix://peer.sock'],
  ]);
  return [
    ...given('name', name),
    ...given(
      'data-dir',
      pick.weighted<string | null>([
        [6, '{dir}/data'],
        [3, 'data'],
        [1, null],
      ]),
    ),
    ...given('listen-client-urls', client),
    ...given('listen-peer-urls', peer),
    ...given(
      'advertise-client-urls',
      pick.chance(client === null ? 0.5 : 0.96) ? 'http://127.0.0.1:{p1}' : null,
    ),
    ...given('initial-advertise-peer-urls', advertised),
    ...given('initial-cluster', initialCluster(pick, name, advertised)),
    ...(pick.chance(0.015) ? [{ name: 'discovery', value: 'http://127.0.0.1:1/cluster' }] : []),
  ];
}

/** Left out only where etcd's own default agrees with the advertised URLs. */
function initialCluster(pick: Picker, name: string | null, advertised: string | null): string | null {
  const follows = advertised === null || (name !== null && name !== 'default');
  if (follows && pick.chance(0.15)) return null;
  return `${name ?? 'default'}=${advertised ?? 'http://localhost:2380'}`;
}

function given(name: string, value: string | null): Intent[] {
  return value === null ? [] : [{ name, value }];
}

function extraListeners(pick: Picker, version: string): Intent[] {
  const intents: Intent[] = [];
  if (!version.startsWith('3.4') && pick.chance(0.15)) {
    const value = pick.one([
      'http://127.0.0.1:{p6}',
      'https://127.0.0.1:{p6}',
      'https://127.0.0.1:{p6},http://127.0.0.1:{p6}',
      'https://127.0.0.1:{p1}',
      'unixs://http.sock',
      'http://localhost:{p6}',
      'http://host.example:{p6}',
      '',
    ]);
    intents.push({ name: 'listen-client-http-urls', value });
  }
  if (!pick.chance(0.2)) return intents;
  const value = pick.one([
    'http://127.0.0.1:{p7}',
    'https://127.0.0.1:{p7}',
    'https://127.0.0.1:{p7},http://127.0.0.1:{p8}',
    'http://0.0.0.0:{p7}',
    'unix://metrics.sock',
    'unixs://metrics.sock',
    'https://127.0.0.1:{p7},http://127.0.0.1:{p7}',
    'http://127.0.0.1:{p1}',
    '',
  ]);
  return [...intents, { name: 'listen-metrics-urls', value }];
}

function tlsSide(pick: Picker, prefix: '' | 'peer-', used: boolean): Intent[] {
  const intents: Intent[] = [];
  const say = (name: string, value: Intent['value']) => intents.push({ name: `${prefix}${name}`, value });
  for (const [name, file] of Object.entries(pick.chance(used ? 0.97 : 0.4) ? pair(pick) : {}))
    say(name, file);
  if (pick.chance(0.55)) say('trusted-ca-file', authority(pick));
  if (pick.chance(0.5)) say('client-cert-auth', pick.chance(0.75));
  if (pick.chance(0.15)) say('auto-tls', pick.chance(0.8));
  return [...intents, ...further(pick, prefix)];
}

function pair(pick: Picker): Readonly<Record<string, string>> {
  return pick.weighted<Readonly<Record<string, string>>>([
    [30, files('server.crt', 'server.key')],
    [12, files('other.crt', 'other.key')],
    [3, files('expired.crt', 'expired.key')],
    [3, files('chain.crt', 'server.key')],
    [3, files('combined.pem', 'combined.pem')],
    [8, {}],
    [1, { 'cert-file': '{pki}/server.crt' }],
    [1, { 'key-file': '{pki}/server.key' }],
    [1, files('missing.crt', 'server.key')],
    [1, files('server.crt', 'missing.key')],
    [0.7, files('garbage.pem', 'server.key')],
    [0.7, files('empty.pem', 'server.key')],
    [0.7, files('broken.pem', 'server.key')],
    [0.7, files('torn.pem', 'server.key')],
    [0.7, files('server.key', 'server.key')],
    [0.7, files('directory', 'server.key')],
    [0.7, files('server.crt', 'directory')],
    [1.5, files('server.crt', 'other.key')],
    [1.5, files('server.crt', 'garbage.pem')],
    [0.5, { 'cert-file': '', 'key-file': '' }],
  ]);
}

function files(certificate: string, key: string): Readonly<Record<string, string>> {
  return { 'cert-file': `{pki}/${certificate}`, 'key-file': `{pki}/${key}` };
}

function authority(pick: Picker): string {
  const name = pick.weighted([
    [20, 'ca-a.crt'],
    [8, 'ca-b.crt'],
    [5, 'bundle.crt'],
    [2, 'noted.crt'],
    [2, 'crlf.crt'],
    [1, 'twice.crt'],
    [2, 'empty.pem'],
    [2, 'garbage.pem'],
    [1, 'missing.crt'],
    [1, 'broken.pem'],
    [1, 'torn.pem'],
    [1, 'directory'],
    [1, 'server.key'],
    [1, null],
  ]);
  return name === null ? '' : `{pki}/${name}`;
}

function further(pick: Picker, prefix: '' | 'peer-'): Intent[] {
  const names = prefix === '' ? 'client-' : 'peer-';
  const intents: Intent[] = [];
  if (prefix !== '' && pick.chance(0.06))
    intents.push({ name: 'peer-cert-allowed-cn', value: ['oracle-client'] });
  if (pick.chance(0.05)) intents.push({ name: `${names}cert-allowed-hostname`, value: ['client.example'] });
  if (pick.chance(0.04))
    intents.push({
      name: `${names}crl-file`,
      value: pick.one(['{pki}/missing.crl', '{pki}/garbage.pem', '']),
    });
  if (pick.chance(0.03)) intents.push({ name: `${prefix}client-cert-file`, value: '{pki}/other.crt' });
  if (pick.chance(0.03)) intents.push({ name: `${prefix}client-key-file`, value: '{pki}/other.key' });
  return intents;
}

function cryptography(pick: Picker, version: string): Intent[] {
  const intents: Intent[] = [];
  const ecdsa = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
  if (pick.chance(0.1)) {
    const value = pick.weighted<readonly string[]>([
      [4, [ecdsa]],
      [3, [ecdsa, 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384']],
      [1, ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384']],
      [1, ['TLS_AES_128_GCM_SHA256']],
      [1, [ecdsa, ecdsa]],
      [1, ['TLS_NO_SUCH_SUITE', ecdsa]],
      [1, []],
    ]);
    intents.push({ name: 'cipher-suites', value });
  }
  if (version.startsWith('3.4') || !pick.chance(0.12)) return intents;
  for (const name of pick.one([
    ['tls-min-version'],
    ['tls-max-version'],
    ['tls-min-version', 'tls-max-version'],
  ])) {
    intents.push({
      name,
      value: pick.weighted([
        [4, 'TLS1.2'],
        [4, 'TLS1.3'],
        [1, 'TLS1.1'],
        [1, 'tls1.2'],
        [1, ''],
      ]),
    });
  }
  return intents;
}

function others(pick: Picker): Intent[] {
  const intents: Intent[] = [];
  if (pick.chance(0.1)) intents.push({ name: 'initial-cluster-token', value: 'oracle' });
  if (pick.chance(0.06)) intents.push({ name: 'initial-cluster-state', value: pick.one(['new', 'New', '']) });
  if (pick.chance(0.05))
    intents.push({ name: 'quota-backend-bytes', value: pick.one(['8589934592', '0x10000000', '-1']) });
  if (pick.chance(0.05)) intents.push({ name: 'enable-pprof', value: pick.chance(0.5) });
  if (pick.chance(0.04))
    intents.push({ name: 'log-level', value: pick.one(['warn', 'info', 'debug', 'loud']) });
  if (pick.chance(0.04)) intents.push({ name: 'metrics', value: pick.one(['basic', 'extensive']) });
  if (pick.chance(0.04))
    intents.push({ name: 'auto-compaction-mode', value: pick.one(['periodic', 'revision', 'never']) });
  if (pick.chance(0.03))
    intents.push({ name: 'cors', value: pick.one(['*', 'https://a.example', 'a.example']) });
  if (pick.chance(0.03)) intents.push({ name: 'strict-reconfig-check', value: pick.chance(0.5) });
  if (pick.chance(0.03))
    intents.push({ name: 'snapshot-count', value: pick.one(['10', '1_000', '0b101', '-1']) });
  return intents;
}
