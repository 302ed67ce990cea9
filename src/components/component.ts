import type { ProcessFacts } from '../model/snapshot.ts';

/** A file that a component reads, and how far the collector may look into it. */
export interface WantedFile {
  /** As the component names it: absolute, or relative to its working directory. */
  path: string;
  /** `authorities`: certificates and no PEM block of another kind; `attributes`: stat only (private keys); `etcd-data`: write-ahead log and stored members of a data directory. */
  as: 'config' | 'certificates' | 'authorities' | 'attributes' | 'etcd-data';
}

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
  /** Keys of its configuration file that may be kept, in lower case, joined by dots; `*` matches one key. */
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
