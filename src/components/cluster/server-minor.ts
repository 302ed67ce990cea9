import type { ClusterFacts } from '../../model/cluster.ts';
import { valueIfPresent } from '../../model/fact.ts';

/** What is known of the API server's minor version, 34 for 1.34: it is not older than `least` and not newer than `most`. */
export interface MinorRange {
  least: number;
  most: number;
}

/** It says its version to nearly everybody. If not, it is at least as new as the kubelets, which may not be newer. */
export function serverMinor({ version, nodes }: ClusterFacts): MinorRange {
  const own = minorOf(valueIfPresent(version) ?? '');
  if (own !== null) return { least: own, most: own };
  const kubelets = nodes.map(({ kubelet }) => minorOf(kubelet) ?? 0);
  return { least: Math.max(0, ...kubelets), most: Number.POSITIVE_INFINITY };
}

function minorOf(version: string): number | null {
  const minor = /^v?1\.(\d+)/.exec(version)?.[1];
  return minor === undefined ? null : Number(minor);
}
