import { posix } from 'node:path';
import type { EffectiveSetting } from '../../effective-setting.ts';
import type { Settled } from '../../settled.ts';
import type { Parameters, Property } from '../../subject.ts';
import { auditCoverage, recordsAnything } from '../audit/audit-coverage.ts';
import { auditProbes } from '../audit/audit-probes.ts';
import type { CommandLine } from '../command-line.ts';
import type { Files } from '../files/files.ts';
import { derived, fileOrigin, settled } from './derived.ts';

/**
 * Whether requests are recorded: `none` without a policy, `records nothing`, `records`. A policy alone records
 * nothing; it takes a log or a webhook to write to.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/audit.go ApplyTo
 */
export function auditPolicySetting(line: CommandLine, { audit }: Files): EffectiveSetting {
  const name = 'audit-policy';
  const flag = line.flag('audit-policy-file');
  if (audit.state === 'open') return settled(name, null, flag.origin, audit.verdict);
  if (audit.state === 'unset')
    return derived(name, 'none', flag.origin, 'Without --audit-policy-file no request is recorded.');
  const origin = fileOrigin(audit.path);
  if (!recordsAnything(audit.value.rules))
    return derived(
      name,
      'records nothing',
      origin,
      `Every rule of ${audit.path} that a request can reach has the level None or leaves out every stage.`,
    );
  if (!hasBackend(line))
    return derived(
      name,
      'records nothing',
      origin,
      'Neither --audit-log-path nor --audit-webhook-config-file names what keeps it, so nothing takes what the audit policy records.',
    );
  return derived(name, 'records', origin, `${audit.path} has requests recorded.`);
}

function hasBackend(line: CommandLine): boolean {
  return logOf(line) !== null || line.text('audit-webhook-config-file') !== null;
}

/** What keeps nothing that is written to it. The server starts with it all the same. */
const NOWHERE = '/dev/null';
const STANDARD_STREAM = /^(?:-|\/dev\/(?:stdout|stderr|fd\/[12])|\/proc\/(?:self|1)\/fd\/[12])$/;

/** A path that keeps what is written, or `-` for a standard stream; null where nothing is kept. */
function logOf(line: CommandLine): string | null {
  const path = line.text('audit-log-path');
  if (path === null || posix.normalize(path) === NOWHERE) return null;
  return STANDARD_STREAM.test(posix.normalize(path)) ? '-' : path;
}

/** Where the audit log goes: `off`, `-` for standard output, or a path. */
export function auditLog(line: CommandLine, files: Files): EffectiveSetting {
  const name = 'audit-log';
  const path = line.flag('audit-log-path');
  const log = logOf(line);
  if (log === null) {
    const because =
      path.value === null
        ? '--audit-log-path is not set'
        : `--audit-log-path is ${path.value}, which keeps nothing`;
    return derived(name, 'off', path.origin, `There is no audit log: ${because}.`);
  }
  const policy = auditPolicySetting(line, files);
  if (policy.undecided !== undefined) return settled(name, null, policy.origin, policy.undecided);
  if (policy.value !== 'records')
    return derived(
      name,
      'off',
      policy.origin,
      `Nothing is written to the audit log. ${policy.because ?? ''}`,
    );
  const where = log === '-' ? 'standard output' : log;
  return {
    ...derived(name, log, path.origin, `The audit log goes to ${where}.`),
    overrides: path.overrides,
  };
}

/** How the log's files are kept, by what is in force rather than by the flags' numbers. */
interface Retention {
  name: string;
  flag: string;
  /** What zero stands for, in a minor; null where it is only the number zero. */
  zero(minor: number): { value: number; verdict?: Settled; because: string };
  unit: string;
}

const kept = (reason: string): { value: number; verdict: Settled; because: string } => ({
  value: 0,
  verdict: { status: 'pass', reason },
  because: reason,
});

const RETENTION: readonly Retention[] = [
  {
    name: 'audit-log-days-kept',
    flag: 'audit-log-maxage',
    zero: () => kept('--audit-log-maxage is 0: no file of the audit log is removed because of its age.'),
    unit: 'days',
  },
  {
    name: 'audit-log-files-kept',
    flag: 'audit-log-maxbackup',
    zero: () =>
      kept('--audit-log-maxbackup is 0: no file of the audit log is removed because of their number.'),
    unit: 'files',
  },
  {
    name: 'audit-log-file-megabytes',
    flag: 'audit-log-maxsize',
    zero: (minor) =>
      minor < 36
        ? { value: 100, because: '--audit-log-maxsize is 0, which stands for 100 megabytes.' }
        : kept(
            '--audit-log-maxsize is 0: the file of the audit log is never rotated, however long it grows.',
          ),
    unit: 'megabytes',
  },
];

/** `audit-log-days-kept`, `audit-log-files-kept`, `audit-log-file-megabytes`. */
export function auditRetention(line: CommandLine, files: Files): readonly EffectiveSetting[] {
  const log = auditLog(line, files);
  return RETENTION.map((one) => retention(one, log, line));
}

function retention(spec: Retention, log: EffectiveSetting, line: CommandLine): EffectiveSetting {
  const { name } = spec;
  if (log.undecided !== undefined) return settled(name, null, log.origin, log.undecided);
  if (log.value === 'off') return derived(name, 0, log.origin, log.because ?? '');
  if (log.value === '-') return settled(name, null, log.origin, toStandardOutput(spec));
  const flag = line.flag(spec.flag);
  const number = Number(flag.value);
  if (number === 0) return zeroRetention(spec, flag, line.minor);
  const because = `--${spec.flag} is ${number}: that many ${spec.unit} of the audit log are kept.`;
  return { ...derived(name, number, flag.origin, sizeOr(spec, number, because)), overrides: flag.overrides };
}

function sizeOr({ unit }: Retention, number: number, because: string): string {
  return unit === 'megabytes' ? `The file of the audit log is rotated at ${number} megabytes.` : because;
}

function zeroRetention(spec: Retention, flag: EffectiveSetting, minor: number): EffectiveSetting {
  const { value, verdict, because } = spec.zero(minor);
  const setting = derived(spec.name, value, flag.origin, because);
  return { ...setting, overrides: flag.overrides, ...(verdict === undefined ? {} : { undecided: verdict }) };
}

function toStandardOutput({ flag }: Retention): Settled {
  return {
    status: 'manual',
    reason: `The audit log goes to standard output, where --${flag} has no effect: see how what the container writes is kept.`,
  };
}

/**
 * What is recorded of the requests that the benchmark names: property `audit-coverage`. The rule's parameter `also`
 * names those that newer versions add.
 */
export function auditCoverageProperty(line: CommandLine, files: Files, { also }: Parameters): Property {
  const policy = auditPolicySetting(line, files);
  const { value: state, origin, overrides } = policy;
  const evidence = [{ setting: policy.name, value: state, origin, overrides }];
  if (policy.undecided !== undefined) return { state: 'settled', verdict: policy.undecided, evidence };
  if (policy.value !== 'records' || files.audit.state !== 'read')
    return { state: 'settled', verdict: { status: 'fail', reason: policy.because ?? '' }, evidence };
  const { value, path } = files.audit;
  return {
    state: 'items',
    items: auditCoverage(auditProbes(Array.isArray(also) ? also : []), value.rules, path, line.minor),
    virtue: () =>
      'Secrets, config maps and token reviews are recorded by their metadata only, and changes to workloads and ways into containers at least so.',
    evidence,
  };
}
