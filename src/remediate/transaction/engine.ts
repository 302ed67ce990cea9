import type { Finding } from '../../model/finding.ts';
import type { Operation } from '../../model/plan.ts';
import type { ClusterObjects } from '../durable/cluster.ts';
import type { EtcdGate } from '../etcd/gate.ts';
import type { Restarter } from './restart/index.ts';

/** What a repair needs of the other stages; the command line wires it. */
export interface Engine {
  now: () => Date;
  /** Waits; a test may wait less. */
  sleep: (ms: number) => Promise<void>;
  /**
   * The content that operations make of a file's bytes.
   * @throws when they cannot be applied to it
   */
  edit: (path: string, bytes: Buffer, operations: readonly Operation[]) => Buffer | Promise<Buffer>;
  /** Scans and proves again, and gives the findings of these rules on this machine. */
  judge: (rules: readonly string[]) => Promise<readonly Finding[]>;
  /** Why a component is not well, as it says itself; null when it is. */
  illness: (component: string) => Promise<string | null>;
  /** Does something with the cluster of this node; a text says why it cannot be asked. */
  inCluster: <T>(work: (cluster: ClusterObjects | string) => Promise<T>) => Promise<T>;
  /** How services are restarted here. */
  restarter: Restarter;
  /** etcd of this node and its cluster. */
  etcd: () => EtcdGate;
  /** Where snapshots of etcd are kept; null: with the transaction, until it has ended well. */
  snapshots: string | null;
  /** Says what is being done, a line each time. */
  tell: (line: string) => void;
  /** Why everything should be taken back at once (the user ended the program); null while there is no reason. */
  stopped: () => string | null;
}

export interface Times {
  /** Within this a changed component must run as intended. */
  deadlineMs: number;
  /** Null: by class. */
  watchMs: number | null;
}
