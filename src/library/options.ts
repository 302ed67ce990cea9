import type { Severity } from './built/report.ts';

/** What facts are collected of. */
export type Source =
  /** This machine, and its cluster where a kubeconfig or the service account of a Pod leads to one. */
  | {
      /** As `--prove`; `local`, the default, asks the components of this machine, read-only. */
      readonly prove?: 'off' | 'local' | 'deep';
      /** False: the Kubernetes API is not asked. */
      readonly cluster?: false | Cluster;
    }
  /** A host file system mounted or captured at a directory; nothing outside is read, nothing is sent. */
  | { readonly root: string }
  /** A file that `kubetrue snapshot` wrote. */
  | { readonly snapshot: string }
  /** Manifests and configuration that nothing runs yet, as `kubetrue scan PATH…`. */
  | { readonly files: readonly string[] };

/** How the Kubernetes API is found: as kubectl does, where nothing is said. */
export interface Cluster {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Lets the kubeconfig run its credential plugin; nothing else ever starts a program. */
  readonly allowExec?: boolean;
}

/**
 * Facts of a machine, files or a cluster: what is written to a file as a snapshot (schemas/snapshot.v1.json). The
 * fields named here tell what it is about.
 */
export interface Snapshot {
  readonly schema: 'kubetrue/snapshot/v1';
  readonly tool: { readonly name: 'kubetrue'; readonly version: string };
  /** When the facts were collected (UTC, ISO 8601). */
  readonly at: string;
  readonly source: 'live' | 'mounted' | 'captured' | 'files';
  readonly node: { readonly name: string; readonly distribution: string; readonly roles: readonly string[] };
}

/** How facts are judged. */
export interface Measure {
  /** `cis-kubernetes@1.12` or a name alone; by default the one that fits what was found. */
  readonly benchmark?: string;
  /** Only these; what is left out judges everything. */
  readonly controls?: readonly string[];
  readonly rules?: readonly string[];
  readonly components?: readonly string[];
  /** Directories of rules of your own, judged by as well. */
  readonly ownRules?: readonly string[];
  /** Files: a profile, waivers, an earlier JSON report. */
  readonly profile?: string;
  readonly waivers?: string;
  readonly baseline?: string;
  /** By what is in force (the default), or by the benchmark's own sentence. */
  readonly judge?: 'effect' | 'letter';
  /** Clock of the judgement; now, where none is given. */
  readonly at?: Date;
}

/** What some formats hold besides the report. */
export interface Look {
  /** Columns of `text` (80). */
  readonly width?: number;
  /** Colours in `text` (none). */
  readonly color?: boolean;
  /** Directories of rules of your own that the report was made with. */
  readonly ownRules?: readonly string[];
  /** Whose Security Hub `asff` is for. */
  readonly awsAccount?: string;
  readonly awsRegion?: string;
}

/** Lowest severity that counts, as `--fail-on`. */
export type FailOn = Severity | 'any' | 'never';
