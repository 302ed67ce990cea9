import type { Intent } from './intent-of.ts';
import type { Picker, Weighted } from './picker.ts';

type Pair = Readonly<Record<string, string>>;

const PAIR: Weighted<Pair> = [
  [30, files('server.crt', 'server.key')],
  [12, files('other.crt', 'other.key')],
  [3, files('expired.crt', 'expired.key')],
  [3, files('chain.crt', 'server.key')],
  [3, files('combined.pem', 'combined.pem')],
];
const ODD_PAIR: Weighted<Pair> = [
  [3, {}],
  [1.5, { 'cert-file': '{pki}/server.crt' }],
  [1.5, { 'key-file': '{pki}/server.key' }],
  [1.5, files('missing.crt', 'server.key')],
  [1.5, files('server.crt', 'missing.key')],
  [1, files('garbage.pem', 'server.key')],
  [1, files('empty.pem', 'server.key')],
  [1, files('broken.pem', 'server.key')],
  [1, files('torn.pem', 'server.key')],
  [1, files('server.key', 'server.key')],
  [1, files('directory', 'server.key')],
  [1, files('server.crt', 'directory')],
  [2, files('server.crt', 'other.key')],
  [2, files('server.crt', 'garbage.pem')],
  [1, { 'cert-file': '', 'key-file': '' }],
];

const AUTHORITY: Weighted<string> = [
  [20, '{pki}/ca-a.crt'],
  [8, '{pki}/ca-b.crt'],
  [5, '{pki}/bundle.crt'],
  [2, '{pki}/noted.crt'],
  [2, '{pki}/crlf.crt'],
  [1, '{pki}/twice.crt'],
  [1, '{pki}/empty.pem'],
  [1, '{pki}/garbage.pem'],
  [0.5, '{pki}/torn.pem'],
  [1, ''],
];
const ODD_AUTHORITY: Weighted<string> = [
  [2, '{pki}/missing.crt'],
  [2, '{pki}/broken.pem'],
  [2, '{pki}/directory'],
  [2, '{pki}/server.key'],
  [1, '{pki}/combined.pem'],
];

const CRL = ['{pki}/missing.crl', '{pki}/garbage.pem', ''];

/** Certificates, authority and switches of one side; `used`: a listener there is meant to serve TLS. */
export function tlsIntents(pick: Picker, prefix: '' | 'peer-', used: boolean): Intent[] {
  const automatic = pick.chance(0.15);
  const paired = used ? (automatic ? pick.chance(0.4) : !pick.odd(0.08)) : pick.chance(0.4);
  const intents: Intent[] = [];
  const say = (name: string, value: Intent['value']) => intents.push({ name: `${prefix}${name}`, value });
  for (const [name, file] of Object.entries(paired ? pick.sound(PAIR, ODD_PAIR) : {})) say(name, file);
  if (pick.chance(0.55)) say('trusted-ca-file', pick.sound(AUTHORITY, ODD_AUTHORITY));
  if (pick.chance(0.5)) say('client-cert-auth', pick.chance(0.75));
  if (automatic) say('auto-tls', pick.chance(used && !paired ? 0.95 : 0.6));
  return [
    ...intents,
    ...outgoingPair(pick, prefix),
    ...restrictions(pick, prefix === '' ? 'client-' : prefix),
  ];
}

function files(certificate: string, key: string): Pair {
  return { 'cert-file': `{pki}/${certificate}`, 'key-file': `{pki}/${key}` };
}

/** What etcd presents itself, where that is another pair. */
function outgoingPair(pick: Picker, prefix: '' | 'peer-'): Intent[] {
  const certificate = { name: `${prefix}client-cert-file`, value: '{pki}/other.crt' };
  const key = {
    name: `${prefix}client-key-file`,
    value: pick.odd(0.3) ? '{pki}/missing.key' : '{pki}/other.key',
  };
  if (pick.chance(0.04)) return [certificate, key];
  if (pick.odd(0.04)) return [certificate];
  return pick.odd(0.04) ? [key] : [];
}

/** What may refuse holders of a good certificate. */
function restrictions(pick: Picker, prefix: 'client-' | 'peer-'): Intent[] {
  const intents: Intent[] = [];
  const byName = prefix === 'peer-' && pick.chance(0.06);
  if (byName) intents.push({ name: 'peer-cert-allowed-cn', value: ['oracle-client'] });
  if (byName ? pick.odd(0.3) : pick.chance(0.05))
    intents.push({ name: `${prefix}cert-allowed-hostname`, value: ['client.example'] });
  if (pick.chance(0.04)) intents.push({ name: `${prefix}crl-file`, value: pick.one(CRL) });
  return intents;
}
