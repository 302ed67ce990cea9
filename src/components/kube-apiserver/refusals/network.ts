import { parseIp } from '../../kubernetes/addresses.ts';
import { parsePortRange } from '../../kubernetes/port-range.ts';
import type { Refusal } from '../../kubernetes/reading.ts';
import { type Check, numberOf, refuseFlag, type StartUp } from './start-up.ts';

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kube-apiserver/app/options/validation.go */
export const networkChecks: readonly Check[] = [serviceRanges, serviceNodePort, hiddenMetrics];

const RANGES = 'service-cluster-ip-range';

function serviceRanges(start: StartUp): Refusal | null {
  const text = start.line.text(RANGES);
  if (text === null) return null;
  const ranges = text.split(',');
  if (ranges.length > 2) return refuseFlag(start, RANGES, `--${RANGES} has more than two ranges`);
  const parsed = ranges.map((range) => parseRange(range.trim()));
  const bad = parsed.indexOf(null);
  if (bad !== -1) return refuseFlag(start, RANGES, `--${RANGES} has ${JSON.stringify(ranges[bad])}`);
  const sizes = parsed.flatMap((range) => (range === null ? [] : [range.bits - range.length]));
  if (sizes.some((size) => size < 3))
    return refuseFlag(start, RANGES, `--${RANGES} has less than 8 addresses`);
  return isSizeChecked(start) && sizes.some((size) => size > 20)
    ? refuseFlag(start, RANGES, `--${RANGES} has more than 2^20 addresses`)
    : sameFamily(start, parsed);
}

/** The bitmap that kept large ranges out is gone with 1.34, and earlier by a feature gate. */
function isSizeChecked({ line }: StartUp): boolean {
  const lifted = line.list('feature-gates').some((gate) => gate.startsWith('MultiCIDRServiceAllocator='));
  return line.minor < 34 && !lifted;
}

function sameFamily(start: StartUp, [first, second]: readonly (Range | null)[]): Refusal | null {
  if (first == null || second == null || first.bits !== second.bits) return null;
  return refuseFlag(start, RANGES, `--${RANGES} has two ranges of one IP family`);
}

interface Range {
  length: number;
  bits: 32 | 128;
}

function parseRange(text: string): Range | null {
  const [address = '', length = '', ...rest] = text.split('/');
  const ip = parseIp(address, true);
  if (ip === null || rest.length > 0 || !/^\d{1,3}$/.test(length)) return null;
  const bits = ip.includes(':') ? 128 : 32;
  return Number(length) > bits ? null : { length: Number(length), bits };
}

function serviceNodePort(start: StartUp): Refusal | null {
  const flag = 'kubernetes-service-node-port';
  const port = numberOf(start, flag);
  if (port === 0) return null;
  const range = parsePortRange(start.line.text('service-node-port-range') ?? '');
  return range !== null && port >= range.first && port <= range.last
    ? null
    : refuseFlag(start, flag, `--${flag} is outside --service-node-port-range`);
}

/** https://github.com/kubernetes/component-base/blob/v0.34.1/metrics/options.go ValidateShowHiddenMetricsVersion */
function hiddenMetrics(start: StartUp): Refusal | null {
  const flag = 'show-hidden-metrics-for-version';
  const value = start.line.text(flag);
  if (value === null || value === `1.${start.line.minor - 1}`) return null;
  return refuseFlag(start, flag, `--${flag} is not the minor before its own`);
}
