import type { Refusal } from '../../kubernetes/reading.ts';
import { type Check, numberOf, refuseFlag, type StartUp } from './start-up.ts';

/** A place that audit events go to, and the flag without which its other flags are not looked at. */
interface Backend {
  name: 'log' | 'webhook';
  switch: string;
}

const BACKENDS: readonly Backend[] = [
  { name: 'log', switch: 'audit-log-path' },
  { name: 'webhook', switch: 'audit-webhook-config-file' },
];

const MODES = ['batch', 'blocking', 'blocking-strict'];

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/audit.go Validate */
export const auditChecks: readonly Check[] = [
  ...BACKENDS.flatMap((backend) => [
    when(backend, mode),
    when(backend, batch),
    when(backend, truncation),
    when(backend, version),
  ]),
  when({ name: 'log', switch: 'audit-log-path' }, format),
  when({ name: 'log', switch: 'audit-log-path' }, retention),
  dynamic,
];

function when(
  backend: Backend,
  check: (start: StartUp, flag: (rest: string) => string) => Refusal | null,
): Check {
  return (start) =>
    start.line.text(backend.switch) === null ? null : check(start, (rest) => `audit-${backend.name}-${rest}`);
}

type Flag = (rest: string) => string;

function mode(start: StartUp, flag: Flag): Refusal | null {
  const value = start.line.text(flag('mode')) ?? '';
  if (MODES.includes(value)) return null;
  return refuseFlag(start, flag('mode'), `--${flag('mode')} is none of ${MODES.join(', ')}`);
}

function batch(start: StartUp, flag: Flag): Refusal | null {
  if (start.line.text(flag('mode')) !== 'batch') return null;
  const throttles = start.line.isOn(flag('batch-throttle-enable'));
  const positive = ['buffer-size', 'max-size', ...(throttles ? ['throttle-qps', 'throttle-burst'] : [])];
  const bad = positive.map((rest) => flag(`batch-${rest}`)).find((name) => numberOf(start, name) <= 0);
  return bad === undefined ? null : refuseFlag(start, bad, `--${bad} must be above 0 in batch mode`);
}

function truncation(start: StartUp, flag: Flag): Refusal | null {
  const [event, whole] = [flag('truncate-max-event-size'), flag('truncate-max-batch-size')];
  if (numberOf(start, event) <= 0) return refuseFlag(start, event, `--${event} must be above 0`);
  return numberOf(start, whole) < numberOf(start, event)
    ? refuseFlag(start, whole, `--${whole} may not be below --${event}`)
    : null;
}

function version(start: StartUp, flag: Flag): Refusal | null {
  const known = ['v1', ...(start.line.minor < 24 ? ['v1beta1', 'v1alpha1'] : [])];
  const value = start.line.text(flag('version')) ?? '';
  if (known.some((one) => value === `audit.k8s.io/${one}`)) return null;
  return refuseFlag(start, flag('version'), `--${flag('version')} names no version that it writes`);
}

function format(start: StartUp, flag: Flag): Refusal | null {
  const value = start.line.text(flag('format')) ?? '';
  if (value === 'json' || value === 'legacy') return null;
  return refuseFlag(start, flag('format'), `--${flag('format')} is neither json nor legacy`);
}

function retention(start: StartUp, flag: Flag): Refusal | null {
  const bad = ['maxage', 'maxbackup', 'maxsize'].map(flag).find((name) => numberOf(start, name) < 0);
  return bad === undefined ? null : refuseFlag(start, bad, `--${bad} is negative`);
}

/** Audit sinks were objects in the API, for an alpha gate. */
function dynamic(start: StartUp): Refusal | null {
  const flag = 'audit-dynamic-configuration';
  if (!start.line.isOn(flag) || start.line.gate('DynamicAuditing')) return null;
  return refuseFlag(start, flag, `--${flag} needs the feature gate DynamicAuditing`);
}
