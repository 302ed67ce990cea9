import type { Parameters, Property } from '../../subject.ts';
import { levelOf } from '../audit/audit-coverage.ts';
import { matchingRule } from '../audit/audit-match.ts';
import { auditProbes } from '../audit/audit-probes.ts';
import type { CommandLine } from '../command-line.ts';
import type { Files } from '../files/files.ts';
import { auditPolicySetting } from './audit.ts';
import { fileOrigin } from './derived.ts';

/** What probes read to see whether that is recorded: single objects of these kinds in the namespace `default`. */
const PROBED = ['get secrets', 'get configmaps'];

/**
 * Property `probed-requests`: at which level reads by the user and the groups in the parameters are recorded, and
 * whether the policy treats everybody alike.
 */
export function probedRequests(line: CommandLine, files: Files, { user, groups }: Parameters): Property {
  const policy = auditPolicySetting(line, files);
  if (policy.undecided !== undefined) return { state: 'settled', verdict: policy.undecided };
  if (policy.value !== 'records' || files.audit.state !== 'read')
    return { state: 'settled', verdict: { status: 'fail', reason: policy.because ?? '' } };
  const { value, path } = files.audit;
  const caller = { user: String(user ?? ''), groups: Array.isArray(groups) ? groups : [] };
  const alike = value.rules.every(({ users, userGroups }) => users.length + userGroups.length === 0);
  return {
    state: 'items',
    items: auditProbes([])
      .filter(({ label }) => PROBED.includes(label))
      .map((probe) => {
        const request = { ...probe, ...caller, namespace: 'default' };
        const level = levelOf(probe, matchingRule(value.rules, request, line.minor));
        return {
          label: probe.label,
          attributes: { level, callers: alike ? 'alike' : 'told apart' },
          origin: fileOrigin(path),
        };
      }),
    virtue: () => 'What the policy records of a few reads.',
  };
}
