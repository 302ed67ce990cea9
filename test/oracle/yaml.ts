import type { Intent } from './intent-of.ts';
import type { Picker } from './picker.ts';

/** Settings without a key of their own name at the top level. */
const SECTIONS = { '': 'client-transport-security', 'peer-': 'peer-transport-security' } as const;
const SECTION_KEYS = [
  'cert-file',
  'key-file',
  'client-cert-auth',
  'trusted-ca-file',
  'auto-tls',
  'client-cert-file',
  'client-key-file',
];
const ALLOWED: Readonly<Record<string, readonly [keyof typeof SECTIONS, string]>> = {
  'peer-cert-allowed-cn': ['peer-', 'allowed-cn'],
  'peer-cert-allowed-hostname': ['peer-', 'allowed-hostname'],
  'client-cert-allowed-hostname': ['', 'allowed-hostname'],
};
const NUMBERS = new Set([
  'heartbeat-interval',
  'election-timeout',
  'quota-backend-bytes',
  'snapshot-count',
  'max-request-bytes',
]);

type Value = Intent['value'] | number;
interface Entry {
  key: string;
  value: Value;
}
interface Content {
  top: readonly Entry[];
  sections: Readonly<Record<'client-transport-security' | 'peer-transport-security', readonly Entry[]>>;
}

/** A configuration file that holds the settings, in one of the shapes people write. */
export function configFile(pick: Picker, intents: readonly Intent[]): string {
  const content = contentOf(intents);
  const special = pick.sound<string | null>(
    [
      [94, null],
      [0.5, '# nothing\n'],
    ],
    [
      [1, ''],
      [1, '# nothing\n'],
      [0.5, '---\n'],
      [0.5, 'null\n'],
      [0.5, '[]\n'],
      [0.5, 'just words\n'],
      [0.5, 'name: [\n'],
      [0.5, 'name:\n\t- tab\n'],
      [0.5, '{}\n'],
    ],
  );
  if (special !== null) return special;
  return pick.chance(0.12) ? json(content) : block(pick, content);
}

function contentOf(intents: readonly Intent[]): Content {
  const top: Entry[] = [];
  const client: Entry[] = [];
  const peer: Entry[] = [];
  const side = { '': client, 'peer-': peer };
  for (const { name, value } of intents) {
    const allowed = ALLOWED[name];
    const prefix = name.startsWith('peer-') ? 'peer-' : '';
    const key = name.slice(prefix.length);
    if (allowed !== undefined) side[allowed[0]].push({ key: allowed[1], value });
    else if (SECTION_KEYS.includes(key)) side[prefix].push({ key, value });
    else if (name.endsWith('crl-file')) top.push({ key: name, value });
    else top.push({ key: name, value: isNumber(name, value) ? Number(value) : value });
  }
  return { top, sections: { 'client-transport-security': client, 'peer-transport-security': peer } };
}

/** Where a number is wanted and the text is none, it stays a text, which etcd refuses. */
function isNumber(name: string, value: Value): boolean {
  return NUMBERS.has(name) && Number.isFinite(Number(value));
}

function json({ top, sections }: Content): string {
  const object = (entries: readonly Entry[]) =>
    Object.fromEntries(entries.map(({ key, value }) => [key, value]));
  return JSON.stringify({
    ...object(top),
    'client-transport-security': object(sections[SECTIONS['']]),
    'peer-transport-security': object(sections[SECTIONS['peer-']]),
  });
}

function block(pick: Picker, { top, sections }: Content): string {
  const lines = top.map(({ key, value }) => `${cased(pick, key)}: ${scalar(pick, value)}\n`);
  const written = Object.entries(sections).map(([name, entries]) => section(pick, name, entries));
  const parts = [...pick.shuffle([...lines, ...written]), ...oddities(pick, sections)];
  const start = pick.weighted([
    [8, ''],
    [1, '---\n'],
    [1, '# etcd\n'],
    [0.5, '%YAML 1.1\n---\n'],
    [0.3, '\uFEFF'],
  ]);
  const end = pick.weighted([
    [9, ''],
    [1, '---\nname: second\nclient-transport-security:\n  client-cert-auth: true\n'],
    [0.5, '...\n'],
  ]);
  return start + parts.join('') + end;
}

function section(pick: Picker, name: string, entries: readonly Entry[]): string {
  if (entries.length === 0)
    return pick.weighted([
      [8, ''],
      [1, `${name}: {}\n`],
      [0.5, `${name}:\n`],
      [0.3, `${name}: null\n`],
      [0.2, `${name}: []\n`],
    ]);
  const pairs = entries.map(({ key, value }) => `${cased(pick, key)}: ${scalar(pick, value)}`);
  if (pick.chance(0.15)) return `${cased(pick, name)}: {${pairs.join(', ')}}\n`;
  const indent = pick.one(['  ', '    ', ' ']);
  return `${cased(pick, name)}:\n${pairs.map((pair) => `${indent}${pair}\n`).join('')}`;
}

function cased(pick: Picker, key: string): string {
  if (!pick.chance(0.02)) return key;
  return pick.one([
    key.toUpperCase(),
    `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
    JSON.stringify(key),
    `'${key}'`,
  ]);
}

const YES = ['yes', 'on', 'True', 'TRUE', 'y', 'Yes', 'ON'];
const NO = ['no', 'off', 'False', 'FALSE', 'n', 'No', 'OFF'];

function scalar(pick: Picker, value: Value): string {
  if (typeof value === 'boolean') {
    if (pick.odd(0.03)) return pick.one([`"${value}"`, value ? '1' : '0', 'null', '~', '']);
    return pick.chance(0.3) ? pick.one(value ? YES : NO) : String(value);
  }
  if (typeof value === 'number')
    return pick.odd(0.03)
      ? pick.one([`"${value}"`, `${value}.0`, `${value}.5`, `0x${Math.abs(value).toString(16)}`])
      : String(value);
  if (typeof value !== 'string') return list(pick, value);
  return text(pick, value);
}

function text(pick: Picker, value: string): string {
  if (pick.odd(0.01)) return pick.one(['12', 'true', 'null', '~', '[a]', '2001-01-01', '1e3', '!!str 12']);
  const style = pick.weighted([
    [6, 'plain'],
    [3, 'double'],
    [2, 'single'],
    [0.3, 'folded'],
  ]);
  // Commas and brackets are read as such inside flow collections, and an empty plain text is null.
  if (style === 'plain' && value !== '' && !/[,[\]{}]|^[^A-Za-z/.]/.test(value)) return value;
  // Deeper than any section: on the same level parsers differ, and the reading does not claim to know.
  if (style === 'folded' && !value.includes('{')) return `"${value.slice(0, 3)}\\\n      ${value.slice(3)}"`;
  return style === 'single' ? `'${value}'` : `"${value}"`;
}

function list(pick: Picker, values: readonly string[]): string {
  if (pick.odd(0.1)) return `"${values.join(',')}"`;
  return `[${values.map((value) => (pick.chance(0.5) ? value : `"${value}"`)).join(', ')}]`;
}

/** Constructs that decoders differ about. */
function oddities(pick: Picker, sections: Content['sections']): string[] {
  if (!pick.chance(0.25)) return [];
  const client = sections['client-transport-security'];
  const again = `client-transport-security:\n${client.map(({ key, value }) => `  ${key}: ${scalar(pick, value)}\n`).join('')}`;
  return [
    pick.one([
      'no-such-key: 1\n',
      'client-cert-auth: true\n',
      'peer-client-cert-auth: true\n',
      'ClientTLSInfo:\n  ClientCertAuth: true\n',
      'PeerTLSInfo: {TrustedCAFile: "{pki}/ca-a.crt"}\n',
      'strict-reconfig-check: true\nstrict-reconfig-check: false\n',
      client.length === 0 ? '' : again,
      'client-transport-security:\n  client-cert-auth: true\n',
      'Client-Transport-Security:\n  client-cert-auth: true\n',
      'peer-transport-security:\n  Client-Cert-Auth: true\n',
      'PEER-TRANSPORT-SECURITY: {auto-tls: true}\n',
      'client-transport-security: null\n',
      'base: &base\n  client-cert-auth: true\nclient-transport-security:\n  <<: *base\n  auto-tls: true\n',
      'base: &base {auto-tls: true, client-cert-auth: false}\npeer-transport-security: *base\n',
      'extra: &x yes\nstrict-reconfig-check: *x\n',
      'logger: zap\n',
      'log-outputs: [stderr]\n',
      'ListenMetricsUrls: http://127.0.0.1:{p9}\n',
      'clientautotls: 1\n',
      'HostWhitelist: {}\n',
      'Cors: "*"\n',
      'log-outputs: stderr\n',
      'ca-file: "{pki}/ca-a.crt"\n',
      'client-crl-file: "{pki}/missing.crl"\n',
      'socket-options: {reuse-port: false}\n',
      'socket-options:\n',
      '? name2\n: x\n',
      '1: x\n',
      'true: x\n',
      '"": x\n',
      'max-wals: 08\n',
      'max-wals: 0o7\n',
      'snapshot-count: 1_000\n',
    ]),
  ];
}
