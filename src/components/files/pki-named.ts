import { posix } from 'node:path';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { shownPath } from '../shown-path.ts';
import { type NamedPath, pathsOf } from './named-paths.ts';
import { PKI_SETTINGS, type PkiSettings } from './pki-settings.ts';

/** A certificate or key that a process is told to use, where it lies, or why that is not known. */
export type NamedPki =
  | {
      setting: string;
      holds: 'certificate' | 'private key';
      /** On the host where `pid` is null, else in the root of that process. */
      path: string;
      pid: number | null;
      /** As the process has it. */
      inside: string;
    }
  | { unknown: string; state: 'hidden' | 'broken' };

type Inside = { setting: string; path: string; holds: 'certificate' | 'private key' } | Unknown;
type Unknown = Extract<NamedPki, { unknown: string }>;

/** The setting by which an API server knows etcd. */
const ETCD_AUTHORITY = 'etcd-cafile';

/** Where programs of Go look for what the system trusts: of the system, not of Kubernetes. crypto/x509 root_linux.go */
const SYSTEM_TRUST: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

const remembered = new WeakMap<ProcessFacts, readonly NamedPki[]>();

/** Every certificate and key of the control plane that a process is told to use. */
export function namedPki(process: ProcessFacts): readonly NamedPki[] {
  const named = remembered.get(process) ?? found(process);
  remembered.set(process, named);
  return named;
}

function found(process: ProcessFacts): NamedPki[] {
  const known = PKI_SETTINGS.get(process.component);
  if (known === undefined) return [];
  const { settings, pair } = known;
  const named = pathsOf(process, [...settings.keys()]).flatMap((one) => filesOf(process, one, settings));
  return [...named, ...ofDirectory(process, pair, named)]
    .filter((one) => 'unknown' in one || !SYSTEM_TRUST.includes(one.path))
    .map((one) => ('unknown' in one ? one : { ...one, ...located(process, one.path), inside: one.path }));
}

function filesOf(process: ProcessFacts, named: NamedPath, settings: PkiSettings['settings']): Inside[] {
  if ('unknown' in named) return [named];
  const { setting, path } = named;
  const holds = settings.get(setting);
  if (holds === 'kubeconfig') return ofKubeconfig(process, setting, path);
  if (holds === 'pairs') return pairOf(setting, path);
  if (holds === 'private key' || holds === 'certificate') return [{ setting, path, holds }];
  const content = contentOf(process, path);
  const secret = content?.kind === 'public-keys' && content.private === true;
  return [{ setting, path, holds: secret ? 'private key' : 'certificate' }];
}

/** `certificate,key` and perhaps `:names`. k8s.io/component-base/cli/flag/namedcertkey_flag.go Set */
function pairOf(setting: string, text: string): Inside[] {
  const [certificate = '', key = ''] = (text.split(':')[0] ?? '').split(',').map((one) => one.trim());
  return pair(setting, certificate, key);
}

function pair(setting: string, certificate: string, key: string): Inside[] {
  return [
    { setting, path: certificate, holds: 'certificate' },
    { setting, path: key, holds: 'private key' },
  ];
}

/** Files that a kubeconfig names as its user's certificate and key. One that is not there is told by its own rules. */
function ofKubeconfig(process: ProcessFacts, setting: string, path: string): Inside[] {
  const fact = process.files[path];
  const content = fact?.state === 'present' ? fact.value.content : fact;
  if (content?.state === 'unreadable')
    return [
      {
        unknown: `Which key ${setting} of ${process.component} names is not known: ${path}: ${content.reason}.`,
        state: 'hidden',
      },
    ];
  if (content?.state !== 'present' || content.value.kind !== 'kubeconfig') return [];
  const { certificateFile, keyFile } = content.value;
  return [
    ...(certificateFile == null ? [] : [{ setting, path: certificateFile, holds: 'certificate' } as const]),
    ...(keyFile == null ? [] : [{ setting, path: keyFile, holds: 'private key' } as const]),
  ];
}

function contentOf({ files }: ProcessFacts, path: string) {
  const fact = files[path];
  if (fact?.state !== 'present' || fact.value.content.state !== 'present') return undefined;
  return fact.value.content.value;
}

/** What is served where no certificate is set. */
function ofDirectory(process: ProcessFacts, name: string | null, named: readonly Inside[]): Inside[] {
  const isSet = named.some((one) => 'setting' in one && one.setting === 'tls-cert-file');
  if (name === null || isSet || named.some((one) => 'unknown' in one)) return [];
  return pathsOf(process, ['cert-dir']).flatMap((one): Inside[] =>
    'unknown' in one
      ? [one]
      : pair('cert-dir', posix.join(one.path, `${name}.crt`), posix.join(one.path, `${name}.key`)),
  );
}

/** The host's path of a file that was collected; else as the process has it. */
function located(process: ProcessFacts, path: string): { path: string; pid: number | null } {
  const fact = process.files[path];
  if (fact?.state !== 'present' || fact.value.hostPath === null) return { path, pid: process.pid };
  return { path: shownPath(fact.value), pid: null };
}

/** Paths of certificates and keys, as the processes have them and on the host, as far as they are known. */
export interface PkiPaths {
  readonly keys: ReadonlySet<string>;
  readonly certificates: ReadonlySet<string>;
}

/** What the processes of a node are told is a key or a certificate, whatever it is called. A file of both is a key. */
export function pkiPathsOf(processes: readonly ProcessFacts[]): PkiPaths {
  const all = processes.flatMap(namedPki);
  const paths = (wanted: string) =>
    all.flatMap((one) => ('holds' in one && one.holds === wanted ? [one.inside, one.path] : []));
  const keys = new Set(paths('private key'));
  return { keys, certificates: new Set(paths('certificate').filter((path) => !keys.has(path))) };
}

/**
 * Paths of the certificates and keys that a process is told to use, as far as they are known. Not among them is the CA
 * by which the API server knows etcd: the account of etcd could use it for no more than to pose as itself.
 */
export function pkiFilesOf(process: ProcessFacts): string[] {
  return namedPki(process).flatMap((one) =>
    'setting' in one && one.setting !== ETCD_AUTHORITY ? [one.inside, one.path] : [],
  );
}

/** Paths of that CA, as the process has them. */
export function etcdAuthoritiesOf(process: ProcessFacts): string[] {
  return namedPki(process).flatMap((one) =>
    'setting' in one && one.setting === ETCD_AUTHORITY ? [one.inside] : [],
  );
}
