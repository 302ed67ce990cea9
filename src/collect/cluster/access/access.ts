import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { ClusterAccess } from '../../../model/cluster.ts';

/** How the API server is reached, and as whom. Holds credentials: only `facts` may be recorded. */
export interface Access {
  /** Scheme, host, port and, behind some proxies, a path. */
  server: URL;
  /** Of each request, as the Kubernetes client prepared them: credentials, trust, and the agent that connects. */
  options: PreparedOptions;
  facts: ClusterAccess;
}

export interface PreparedOptions extends RequestOptions {
  headers: Readonly<Record<string, string | string[]>>;
  agent: Agent;
}

export type AccessResult =
  | { state: 'usable'; access: Access }
  /** There is nothing to ask with. */
  | { state: 'absent'; reason: string }
  /** There is, but it cannot be used. */
  | { state: 'unusable'; reason: string };

/** Why a kubeconfig or what it names cannot be used. The message never quotes a credential. */
export class Unusable extends Error {}

export interface AccessOptions {
  /** --kubeconfig */
  kubeconfig: string | null;
  /** --context */
  context: string | null;
  /** --allow-exec */
  allowExec: boolean;
  environment: Readonly<Record<string, string | undefined>>;
}
