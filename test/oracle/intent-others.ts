import type { Intent } from './intent-of.ts';
import type { Picker, Weighted } from './picker.ts';

const ECDSA = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';

const CIPHERS: Weighted<readonly string[]> = [
  [4, [ECDSA]],
  [3, [ECDSA, 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384']],
  [1, [ECDSA, ECDSA]],
];
const ODD_CIPHERS: Weighted<readonly string[]> = [
  [2, ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384']],
  [1, ['TLS_AES_128_GCM_SHA256']],
  [1, ['TLS_NO_SUCH_SUITE', ECDSA]],
  [1, ['tls_ecdhe_ecdsa_with_aes_128_gcm_sha256']],
  [1, []],
];
const TLS_VERSIONS: Weighted<string> = [
  [4, 'TLS1.2'],
  [2, 'TLS1.3'],
  [1, ''],
];
const ODD_TLS_VERSIONS: Weighted<string> = [
  [2, 'TLS1.3'],
  [1, 'TLS1.1'],
  [1, 'tls1.2'],
];

/** Settings now and then: share of draws, values, and values that mostly stop the start. */
const NOW_AND_THEN: readonly [
  name: string,
  share: number,
  values: readonly Intent['value'][],
  odd: readonly Intent['value'][],
][] = [
  ['initial-cluster-token', 0.1, ['oracle'], []],
  ['initial-cluster-state', 0.06, ['new'], ['New', '']],
  ['quota-backend-bytes', 0.05, ['8589934592', '-1'], ['0x10000000', '8GiB']],
  ['enable-pprof', 0.05, [true, false], []],
  ['log-level', 0.04, ['warn', 'info', 'debug', 'error'], ['loud', 'INFO', '']],
  ['logger', 0.03, ['zap'], ['capnslog', '']],
  ['metrics', 0.04, ['basic', 'extensive'], ['none']],
  ['auto-compaction-mode', 0.04, ['periodic', 'revision'], ['never', '']],
  ['cors', 0.03, ['*', 'https://a.example:1'], ['a.example', 'https://a.example']],
  ['strict-reconfig-check', 0.03, [true, false], []],
  ['enable-grpc-gateway', 0.04, [false, true], []],
  ['snapshot-count', 0.03, ['10', '10000'], ['1_000', '-1']],
  ['max-request-bytes', 0.02, ['1572864'], ['1.5M']],
  ['auth-token', 0.03, ['simple', ''], ['jwt', 'none', 'simple,a', 'simple,a=b', 'jwt,sign-method=HS256']],
];

/** Cryptographic restrictions, and settings that decide nothing but may be refused. */
export function otherIntents(pick: Picker, version: string): Intent[] {
  const intents: Intent[] = [];
  if (pick.chance(0.1)) intents.push({ name: 'cipher-suites', value: pick.sound(CIPHERS, ODD_CIPHERS) });
  if (!version.startsWith('3.4')) {
    for (const name of ['tls-min-version', 'tls-max-version']) {
      if (pick.chance(0.06)) intents.push({ name, value: pick.sound(TLS_VERSIONS, ODD_TLS_VERSIONS) });
    }
  }
  for (const [name, share, values, odd] of NOW_AND_THEN) {
    // The debug handlers of 3.4 panic where a newer Go built it than was meant to.
    if (version.startsWith('3.4') && (name === 'enable-pprof' || name === 'log-level')) continue;
    if (pick.chance(share))
      intents.push({ name, value: pick.one(pick.odd(0.7) ? [...odd, ...values] : values) });
  }
  return intents;
}
