/** Kubernetes minors from `low` to `high`, both included; all of major version 1. */
export interface MinorRange {
  low: number;
  /** Infinity when the range is open. */
  high: number;
}

/** `1.32-1.34`, `1.15`, `1.27+` or `any`; null for anything else. */
export function parseRange(text: string): MinorRange | null {
  if (text === 'any') return { low: 0, high: Number.POSITIVE_INFINITY };
  const match = /^1\.(\d+)(?:-1\.(\d+)|(\+))?$/.exec(text);
  if (match === null) return null;
  const low = Number(match[1]);
  const high = match[3] === undefined ? Number(match[2] ?? match[1]) : Number.POSITIVE_INFINITY;
  return low <= high ? { low, high } : null;
}

/** Minor of `v1.34.1`, `1.34`, `v1.32.1+rke2r1`, `v1.31.0-rc.1`; null when the text names no Kubernetes 1.x. */
export function minorOf(kubernetes: string): number | null {
  const match = /^v?1\.(\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(kubernetes.trim());
  return match === null ? null : Number(match[1]);
}

export function covers(range: MinorRange, minor: number): boolean {
  return range.low <= minor && minor <= range.high;
}

/** The lowest minor that both ranges have; null when they share none. */
export function firstShared(left: MinorRange, right: MinorRange): number | null {
  const low = Math.max(left.low, right.low);
  return low <= Math.min(left.high, right.high) ? low : null;
}

/** Minors between the range and a minor outside it, 0 inside. */
export function distance(range: MinorRange, minor: number): number {
  return Math.max(range.low - minor, minor - range.high, 0);
}
