import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Component, ProcessIdentity, WantedFile } from '../component.ts';
import { parseGoBoolean } from '../go-values.ts';
import { isNamed } from '../program-name.ts';
import { candidateVersions } from './candidate-versions.ts';
import { parseArguments } from './command-line.ts';
import { etcdConfigKeys } from './config-keys.ts';
import { etcdFlags } from './flags.ts';
import { lookupIn, readSources } from './in-force.ts';
import type { Lookup } from './listeners.ts';
import { variableOf } from './settings.ts';

const SUBCOMMANDS = new Set(['gateway', 'grpc-proxy']);
/** Trust stores of Go's crypto/x509 and switches of its TLS; they decide what a missing CA means. */
const RUNTIME_VARIABLES = ['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GODEBUG'];
const SECRET_FLAGS = [
  'initial-cluster-token',
  'discovery',
  'discovery-token',
  'discovery-password',
  'experimental-discovery-password',
];

export const etcd: Component = {
  name: 'etcd',
  recognise,
  environment: new Set([...Object.keys(etcdFlags).map(variableOf), ...RUNTIME_VARIABLES]),
  secretConfigKeys: new Set(SECRET_FLAGS),
  secretFlags: new Set(SECRET_FLAGS),
  secretVariables: new Set(SECRET_FLAGS.map(variableOf)),
  configKeys: new Set(Object.keys(etcdConfigKeys)),
  packages: [
    { name: 'etcd-server', executable: '/usr/bin/etcd' },
    { name: 'etcd', executable: '/usr/bin/etcd' },
  ],
  wanted,
};

/**
 * A member: not `etcd gateway`, not `etcd grpc-proxy`, not a call that prints and exits. Whether it is the old v2
 * proxy is left to the reading, since a configuration file can say so or take it back.
 */
function recognise({ executable, argv }: ProcessIdentity): boolean {
  const program = executable ?? argv[0] ?? '';
  if (!isNamed(program.split('/').at(-1) ?? '', 'etcd')) return false;
  if (SUBCOMMANDS.has(argv[1] ?? '')) return false;
  return !candidateVersions(null).some((version) => onlyPrints(argv, version));
}

function onlyPrints(argv: readonly string[], version: string): boolean {
  const parsed = parseArguments(argv, version);
  if (parsed.outcome === 'help') return true;
  if (parsed.outcome !== 'parsed') return false;
  const prints = parsed.occurrences.filter((one) => one.name === 'version').at(-1)?.value;
  return prints !== undefined && parseGoBoolean(prints) === true;
}

/** The configuration file first; once it is read, what it and the flags name. */
function wanted(process: ProcessFacts): readonly WantedFile[] {
  const found = new Map<string, WantedFile>();
  for (const version of candidateVersions(valueIfPresent(process.version) ?? null)) {
    for (const file of wantedBy(process, version)) {
      const other = found.get(file.path);
      if (other === undefined || rank(file) < rank(other)) found.set(file.path, file);
    }
  }
  return [...found.values()];
}

/** What a file named for several purposes is collected as: one that may hold a private key is not read. */
const PRECEDENCE: readonly WantedFile['as'][] = ['config', 'etcd-data', 'attributes', 'chain', 'authorities'];

function rank({ as }: WantedFile): number {
  return PRECEDENCE.indexOf(as);
}

function wantedBy(process: ProcessFacts, version: string): WantedFile[] {
  const configFile = namedConfigFile(process, version);
  const config: WantedFile[] = configFile === null ? [] : [{ path: configFile, as: 'config' }];
  const sources = readSources(process, version);
  return sources.outcome === 'read' ? [...config, ...named(lookupIn(sources.settings, version))] : config;
}

function namedConfigFile(process: ProcessFacts, version: string): string | null {
  const parsed = parseArguments(valueIfPresent(process.argv) ?? [], version);
  if (parsed.outcome !== 'parsed') return null;
  const flag = parsed.occurrences.filter((one) => one.name === 'config-file').at(-1)?.value;
  return flag || valueIfPresent(process.environment)?.[variableOf('config-file')] || null;
}

const FILES: readonly { setting: string; as: WantedFile['as'] }[] = ['', 'peer-'].flatMap((prefix) => [
  { setting: `${prefix}cert-file`, as: 'chain' },
  { setting: `${prefix}key-file`, as: 'attributes' },
  { setting: `${prefix}client-cert-file`, as: 'chain' },
  { setting: `${prefix}client-key-file`, as: 'attributes' },
  { setting: `${prefix}trusted-ca-file`, as: 'authorities' },
  { setting: `${prefix}ca-file`, as: 'authorities' },
]);

function named(lookup: Lookup): WantedFile[] {
  return [...FILES, { setting: 'data-dir', as: 'etcd-data' } as const].flatMap(({ setting, as }) => {
    const { value } = lookup(setting);
    return typeof value === 'string' && value !== '' ? [{ path: value, as }] : [];
  });
}
