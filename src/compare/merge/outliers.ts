import type { Status } from '../../model/finding.ts';
import type { Outlier } from '../../model/merged.ts';

/** A node's verdict beside the roles that make it comparable. */
export interface Comparable {
  node: string;
  role: string | null;
  status: Status;
}

export interface Differences {
  outliers: Outlier[];
  /** Roles without a majority. */
  divided: (string | null)[];
}

/** Nodes that differ from more than half of the nodes with their roles. */
export function differences(nodes: readonly Comparable[]): Differences {
  const outliers: Outlier[] = [];
  const divided: Differences['divided'] = [];
  for (const [role, group] of Map.groupBy(nodes, (one) => one.role)) {
    const byStatus = Map.groupBy(group, ({ status }) => status);
    if (byStatus.size < 2) continue;
    const most = [...byStatus].find(([, list]) => list.length * 2 > group.length);
    if (most === undefined) divided.push(role);
    else outliers.push(...others(group, role, most[0], most[1].length));
  }
  return { outliers, divided };
}

function others(
  group: readonly Comparable[],
  role: string | null,
  majority: Status,
  like: number,
): Outlier[] {
  return group
    .filter(({ status }) => status !== majority)
    .map(({ node, status }) => ({ node, status, role, majority, like, of: group.length }));
}
