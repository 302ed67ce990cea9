import type { Arbitrary } from 'fast-check';
import { flagOf } from '../../src/components/etcd/flags.ts';
import { drawIntents } from './intent.ts';
import type { Intent } from './intent-of.ts';
import type { Draw } from './launch.ts';
import { drawn, type Picker } from './picker.ts';
import { configFile } from './yaml.ts';

/** Launches of one etcd version. */
export function draws(version: string): Arbitrary<Draw> {
  return drawn((pick) => draw(pick, version));
}

function draw(pick: Picker, version: string): Draw {
  const intents = drawIntents(pick, version);
  return pick.chance(0.4) ? fileDraw(pick, intents, version) : commandLineDraw(pick, intents, version);
}

/** What Go reads the roots of the system from. */
const ROOTS = { SSL_CERT_FILE: '{pki}/system.crt', SSL_CERT_DIR: '/nonexistent' };

function commandLineDraw(pick: Picker, intents: readonly Intent[], version: string): Draw {
  const args: string[][] = [];
  const env: Record<string, string> = { ...ROOTS };
  const share = pick.one([0, 0.2, 0.5, 1]);
  for (const intent of intents) {
    if (pick.chance(share)) env[variable(pick, intent.name)] = variableText(pick, intent);
    else args.push(...flag(pick, intent, version));
    if (pick.odd(0.006)) env[nameOf(intent.name)] = pick.one(['', variableText(pick, intent)]);
  }
  Object.assign(env, strayVariables(pick));
  return { args: [...pick.shuffle(args), ...strayWords(pick)], env, files: {} };
}

/** Everything in a file; what stands beside it on the command line or in the environment is void. */
function fileDraw(pick: Picker, intents: readonly Intent[], version: string): Draw {
  const env: Record<string, string> = { ...ROOTS };
  const args: string[][] = [];
  const path = pick.one(['{dir}/etcd.yaml', 'etcd.yaml', './etcd.yaml']);
  if (pick.chance(0.8)) args.push(pick.chance(0.5) ? ['--config-file', path] : [`-config-file=${path}`]);
  else env.ETCD_CONFIG_FILE = path;
  if (pick.chance(0.3)) args.push(...beside(pick, intents, version));
  if (pick.chance(0.2)) env.ETCD_CLIENT_CERT_AUTH = pick.one(['true', 'perhaps', '']);
  if (pick.chance(0.1)) env.ETCD_LISTEN_CLIENT_URLS = 'http://127.0.0.1:{p9}';
  if (pick.odd(0.05)) args.push(['--config-file', '{dir}/missing.yaml']);
  const content = configFile(pick, intents);
  return { args: [...pick.shuffle(args), ...strayWords(pick)], env, files: { 'etcd.yaml': content } };
}

function beside(pick: Picker, intents: readonly Intent[], version: string): string[][] {
  return pick
    .shuffle(intents)
    .slice(0, 3)
    .flatMap((intent) => flag(pick, intent, version));
}

function nameOf(flagName: string): string {
  return `ETCD_${flagName.toUpperCase().replaceAll('-', '_')}`;
}

function variable(pick: Picker, name: string): string {
  return pick.odd(0.012) ? `etcd_${name.replaceAll('-', '_')}` : nameOf(name);
}

function variableText(pick: Picker, { value }: Intent): string {
  if (typeof value === 'boolean') return booleanText(pick, value);
  return typeof value === 'string' ? value : value.join(',');
}

const TRUE_TEXTS = ['true', 't', '1', 'T', 'TRUE', 'True'];
const FALSE_TEXTS = ['false', 'f', '0', 'F', 'FALSE', 'False'];
const NO_BOOLEANS = ['yes', 'on', 'tRUE', ' true', ''];

function booleanText(pick: Picker, value: boolean): string {
  if (pick.odd(0.02)) return pick.one(NO_BOOLEANS);
  return pick.one(value ? TRUE_TEXTS : FALSE_TEXTS);
}

/** A flag as somebody may spell it, sometimes after an earlier occurrence. */
function flag(pick: Picker, intent: Intent, version: string): string[][] {
  const known = flagOf(intent.name, version) !== undefined;
  if (!known && !pick.odd(0.2)) return [];
  const repeated = pick.chance(0.08) ? [earlier(pick, intent)] : [];
  // Occurrences of one flag stay in this order: they are shuffled as one group.
  return [[...repeated.flat(), ...occurrence(pick, intent)]];
}

function occurrence(pick: Picker, { name, value }: Intent): string[] {
  const dashes = pick.chance(0.7) ? '--' : '-';
  if (typeof value === 'boolean') {
    if (value && pick.chance(0.4)) return [`${dashes}${name}`];
    if (pick.odd(0.02)) return [`${dashes}${name}`, String(value)];
    return [`${dashes}${name}=${booleanText(pick, value)}`];
  }
  const text = typeof value === 'string' ? value : value.join(',');
  return pick.chance(0.5) ? [`${dashes}${name}=${text}`] : [`${dashes}${name}`, text];
}

function earlier(pick: Picker, intent: Intent): string[] {
  const { name, value } = intent;
  if (typeof value === 'boolean') return occurrence(pick, { name, value: !value });
  if (name.includes('urls'))
    return occurrence(pick, {
      name,
      value: pick.one(['http://127.0.0.1:{p9}', `http://127.0.0.1:{p9},${String(value)}`, '', String(value)]),
    });
  return occurrence(pick, { name, value: name.endsWith('-file') ? '{pki}/other.crt' : value });
}

function strayVariables(pick: Picker): Record<string, string> {
  if (!pick.chance(0.15)) return {};
  return pick.one<Record<string, string>>([
    { ETCD_CONFIG_FILE: '' },
    { ETCD_NO_SUCH_THING: 'x' },
    { ETCD_VERSION: '3.9' },
    { ETCD_DEBUG: 'perhaps' },
    { etcd_client_cert_auth: 'true' },
    { ETCD_Peer_Client_Cert_Auth: 'true' },
    { ETCD_FORCE_NEW_CLUSTER: '' },
    { ETCD_CA_FILE: '{pki}/ca-a.crt' },
    { GODEBUG: 'x509sha1=1' },
  ]);
}

function strayWords(pick: Picker): string[][] {
  if (!pick.odd(0.08)) return [];
  return [
    pick.one([
      ['--'],
      ['word'],
      ['--no-such-flag'],
      ['---name=x'],
      ['-'],
      ['--', '--name=x'],
      [''],
      ['--force'],
      ['--v'],
      ['--=x'],
    ]),
  ];
}
