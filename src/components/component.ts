import type { ProcessFacts } from '../model/snapshot.ts';

/** A file that a component reads, and how far the collector may look into it. */
export interface WantedFile {
  /** As the component names it: absolute, or relative to its working directory. */
  path: string;
  /** `attributes`: stat only (private keys); `etcd-data`: write-ahead log and stored members of a data directory. */
  as: FileReading;
  /** Keys of this file that may be kept, where they are not those of the component; see `Component.configKeys`. */
  keys?: ReadonlySet<string>;
  /** Those of them whose values are replaced by REDACTED. */
  secretKeys?: ReadonlySet<string>;
}

/**
 * `config`: keys and values of a YAML or JSON file; `attributes`: stat only (private keys); `etcd-data`: write-ahead
 * log and stored members of a data directory; `listing`: names of the files below a directory, links followed;
 * `kubeconfig`: who its user is and where the server is, without any credential; `public-keys`: fingerprints of the
 * public halves in a PEM file; `walk`: what Go's filepath.WalkDir meets below a path, links not followed; `unit`: the
 * directives of a systemd unit file that `keys` names, as `section.directive`.
 */
export type FileReading =
  | 'config'
  | CertificateReading
  | 'attributes'
  | 'etcd-data'
  | 'listing'
  | 'kubeconfig'
  | 'public-keys'
  | 'walk'
  | 'unit';

/**
 * How much of a PEM file must be sound: `chain` a leaf, whatever follows it; `certificates` every certificate, among
 * blocks of other kinds; `authorities` every certificate, and no block of another kind.
 */
export type CertificateReading = 'chain' | 'certificates' | 'authorities';

export interface ProcessIdentity {
  /** Target of /proc/PID/exe without ` (deleted)`; null when it cannot be read. */
  executable: string | null;
  argv: readonly string[];
}

/** What the collector must know of a component; everything else stays inside the component's folder. */
export interface Component {
  readonly name: string;
  /** A server of this component, not a subcommand, wrapper or namesake of it. */
  recognise(identity: ProcessIdentity): boolean;
  /** Environment variables that it, or the trust store of its runtime, reads. Nothing else is kept. */
  readonly environment: ReadonlySet<string>;
  /** Values of these environment variables, and of these flags in argv, are replaced by REDACTED unless empty. */
  readonly secretVariables: ReadonlySet<string>;
  readonly secretFlags: ReadonlySet<string>;
  /**
   * Keys of its configuration file that may be kept, in lower case, joined by dots. `*` matches one key or one item of
   * a list; `**` at the end matches whatever is below, which is known and not kept.
   */
  readonly configKeys: ReadonlySet<string>;
  /** Those of them whose values are replaced by REDACTED. */
  readonly secretConfigKeys: ReadonlySet<string>;
  /** Distribution packages whose version is that of the program at the given path. */
  readonly packages: readonly { name: string; executable: string }[];
  /**
   * Files to collect next, given what has been collected so far; called again until it names nothing new. Paths
   * are taken relative to the process's working directory and inside its mount namespace.
   */
  wanted(process: ProcessFacts): readonly WantedFile[];
}

export const REDACTED = '(redacted)';
