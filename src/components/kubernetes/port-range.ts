export interface PortRange {
  first: number;
  last: number;
}

/**
 * One port, `first-last` or `first+more`; null for anything else.
 * https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/util/net/port_range.go
 */
export function parsePortRange(text: string): PortRange | null {
  const [, low = '', sign, high = ''] = /^(\d+)(?:([-+])(\d+))?$/.exec(text.trim()) ?? [];
  if (low === '') return null;
  const first = Number(low);
  const last = sign === undefined ? first : Number(high) + (sign === '+' ? first : 0);
  return first > 65535 || last > 65535 || last < first ? null : { first, last };
}
