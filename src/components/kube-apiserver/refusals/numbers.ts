import type { Refusal } from '../../kubernetes/reading.ts';
import { type Check, numberOf, refuseFlag, type StartUp, secondsOf } from './start-up.ts';

/** The smallest and largest value of a number, in the minors that check it. */
interface Bounds {
  flag: string;
  least?: number;
  most?: number;
  since?: number;
  until?: number;
  unit?: 'seconds';
}

/** Up to 1.30 nobody calls the checks of the generic options. kube-apiserver app/options/validation.go */
const GENERIC_CHECKED = 31;

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/server_run_options.go Validate, and others */
const BOUNDS: readonly Bounds[] = [
  { flag: 'apiserver-count', least: 1 },
  { flag: 'secure-port', least: 1, most: 65535 },
  { flag: 'kubernetes-service-node-port', least: 0, most: 65535 },
  { flag: 'insecure-port', least: 0, most: 65535, until: 19 },
  { flag: 'insecure-port', least: 0, most: 0, since: 20, until: 23 },
  { flag: 'identity-lease-duration-seconds', least: 1, since: 20, until: 25 },
  { flag: 'identity-lease-renew-interval-seconds', least: 1, since: 20, until: 25 },
  { flag: 'max-requests-inflight', least: 0, since: GENERIC_CHECKED },
  { flag: 'max-mutating-requests-inflight', least: 0, since: GENERIC_CHECKED },
  { flag: 'min-request-timeout', least: 0, since: GENERIC_CHECKED },
  { flag: 'goaway-chance', least: 0, most: 0.02, since: GENERIC_CHECKED },
  { flag: 'request-timeout', least: 0, since: GENERIC_CHECKED, unit: 'seconds' },
  { flag: 'livez-grace-period', least: 0, since: GENERIC_CHECKED, unit: 'seconds' },
  { flag: 'shutdown-delay-duration', least: 0, since: GENERIC_CHECKED, unit: 'seconds' },
  { flag: 'shutdown-watch-termination-grace-period', least: 0, since: GENERIC_CHECKED, unit: 'seconds' },
  { flag: 'storage-initialization-timeout', least: 0, since: GENERIC_CHECKED, unit: 'seconds' },
];

export const numberChecks: readonly Check[] = [
  ...BOUNDS.map(
    (bounds): Check =>
      (start) =>
        outOfBounds(start, bounds),
  ),
  tokenLifetime,
  coordinatedLeadership,
  requestsInFlight,
];

function outOfBounds(start: StartUp, { flag, least, most, since, until, unit }: Bounds): Refusal | null {
  const { minor } = start.line;
  if (minor < (since ?? 0) || minor > (until ?? Infinity)) return null;
  const value = unit === 'seconds' ? secondsOf(start, flag) : numberOf(start, flag);
  if (value < (least ?? -Infinity)) return refuseFlag(start, flag, `--${flag} may not be below ${least}`);
  return value > (most ?? Infinity) ? refuseFlag(start, flag, `--${flag} may not be above ${most}`) : null;
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controlplane/apiserver/options/options.go completeServiceAccountOptions */
function tokenLifetime(start: StartUp): Refusal | null {
  const flag = 'service-account-max-token-expiration';
  const seconds = secondsOf(start, flag);
  if (seconds === 0 || (seconds >= 3600 && seconds <= 2 ** 32)) return null;
  return refuseFlag(start, flag, `--${flag} must be between 1 hour and 2^32 seconds`);
}

function coordinatedLeadership(start: StartUp): Refusal | null {
  if (start.line.minor < 34) return null;
  const [lease, renew, retry] = ['lease-duration', 'renew-deadline', 'retry-period'].map(
    (name) => `coordinated-leadership-${name}`,
  ) as [string, string, string];
  if (secondsOf(start, lease) <= secondsOf(start, renew))
    return refuseFlag(start, lease, `--${lease} must be longer than --${renew}`);
  return secondsOf(start, renew) <= secondsOf(start, retry)
    ? refuseFlag(start, renew, `--${renew} must be longer than --${retry}`)
    : null;
}

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/feature.go ApplyTo */
function requestsInFlight(start: StartUp): Refusal | null {
  const [reads, writes] = ['max-requests-inflight', 'max-mutating-requests-inflight'] as const;
  const fair = start.line.minor >= FAIRNESS_SINCE && start.line.isOn('enable-priority-and-fairness');
  if (!fair || numberOf(start, reads) + numberOf(start, writes) > 0) return null;
  return refuseFlag(start, reads, `--${reads} and --${writes} must add up to something above 0`);
}

/** Before, a feature gate decides too. */
const FAIRNESS_SINCE = 29;
