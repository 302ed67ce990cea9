import { posix } from 'node:path';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { WantedFile } from '../component.ts';
import { minorsOf } from '../kubernetes/minors.ts';
import { dropInPaths } from './drop-ins.ts';
import { readSources, type Sources } from './in-force.ts';
import { settingIn } from './lookup.ts';
import type { SettingName } from './settings.ts';
import { dropInDirectory, UNIT_DIRECTORIES, unitFile, unitPath } from './unit-places.ts';
import { dropInNames } from './unit-setting.ts';

/** Configuration files first; once they are read, what they and the flags name; and the files of the unit. */
export function wanted(process: ProcessFacts): readonly WantedFile[] {
  const found = new Map<string, WantedFile>();
  for (const minor of minorsOf(valueIfPresent(process.version) ?? null)) {
    for (const file of wantedBy(process, minor)) {
      const other = found.get(file.path);
      if (other === undefined || rank(file) < rank(other)) found.set(file.path, file);
    }
  }
  return [...found.values(), ...unitFiles(process)];
}

/** What a file named for several purposes is collected as: one that may hold a private key is not read. */
const PRECEDENCE: readonly WantedFile['as'][] = [
  'config',
  'walk',
  'attributes',
  'chain',
  'certificates',
  'kubeconfig',
];

function rank({ as }: WantedFile): number {
  return PRECEDENCE.indexOf(as);
}

function wantedBy(process: ProcessFacts, minor: number): readonly WantedFile[] {
  const sources = readSources(process, minor);
  if (sources.outcome !== 'read') return [];
  return [...configurationFiles(process, sources), ...named(sources, minor)];
}

function configurationFiles(process: ProcessFacts, { flags }: Sources): readonly WantedFile[] {
  const config = flags.get('config')?.value;
  const directory = flags.get('config-dir')?.value;
  return [
    ...(typeof config === 'string' ? [{ path: config, as: 'config' } as const] : []),
    ...(typeof directory === 'string' ? dropInsOf(process, directory) : []),
  ];
}

function dropInsOf(process: ProcessFacts, directory: string): readonly WantedFile[] {
  const listing = valueIfPresent(valueIfPresent(process.files[directory])?.content);
  const names = listing?.kind === 'listing' ? listing.names : [];
  const below = names.filter((name) => name.endsWith('/')).map((name) => posix.join(directory, name));
  return [
    { path: directory, as: 'walk' },
    ...below.map((path) => ({ path, as: 'attributes' }) as const),
    ...dropInPaths(directory, names).map((path) => ({ path, as: 'config' }) as const),
  ];
}

const FILES: readonly { setting: SettingName; as: WantedFile['as'] }[] = [
  { setting: 'client-ca-file', as: 'certificates' },
  { setting: 'kubeconfig', as: 'kubeconfig' },
  { setting: 'bootstrap-kubeconfig', as: 'attributes' },
  { setting: 'tls-cert-file', as: 'chain' },
  { setting: 'tls-private-key-file', as: 'attributes' },
  { setting: 'pod-manifest-path', as: 'attributes' },
  { setting: 'cert-dir', as: 'attributes' },
];

/** Certificates of the API's signing, with their keys in the same file: the links that the kubelet keeps current. */
const KEPT_CERTIFICATES = ['kubelet-client-current.pem', 'kubelet-server-current.pem'];

function named({ flags, files }: Sources, minor: number): readonly WantedFile[] {
  if (files.outcome === 'refuses') return [];
  const path = (setting: SettingName) => settingIn(flags, files, setting, minor).value;
  const kept = path('cert-dir');
  return [
    ...FILES.map(({ setting, as }) => ({ path: path(setting), as })),
    ...KEPT_CERTIFICATES.map((name) => ({
      path: typeof kept === 'string' ? posix.join(kept, name) : null,
      as: 'attributes' as const,
    })),
  ].flatMap(({ path: at, as }) => (typeof at === 'string' ? [{ path: at, as }] : []));
}

/** A component inside another program has no unit of its own. */
function unitFiles(process: ProcessFacts): readonly WantedFile[] {
  if (process.inside !== undefined) return [];
  const dropIns = UNIT_DIRECTORIES.map(dropInDirectory).flatMap((directory) => {
    const listed = valueIfPresent(process.files[directory]);
    return listed === undefined ? [] : dropInNames(listed).map((name) => unitFile(`${directory}/${name}`));
  });
  return [
    ...UNIT_DIRECTORIES.map((directory) => unitFile(unitPath(directory))),
    ...UNIT_DIRECTORIES.map((directory) => ({ path: dropInDirectory(directory), as: 'listing' }) as const),
    ...dropIns,
  ];
}
