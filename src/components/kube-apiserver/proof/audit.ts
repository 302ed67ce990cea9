import type { SettingValue } from '../../../model/setting-value.ts';
import {
  answerTo,
  isWitness,
  itemsOf,
  open,
  predicted,
  type Question,
  seen,
  seenList,
  statusOf,
  whyOpen,
} from '../../proving/context.ts';

/**
 * The server counts every event that its audit policy makes. None at all, after so many requests, means that nothing
 * records; that there are some does not say of which requests.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/audit/metrics.go
 */
export function someEvents(setting: string, records: (value: SettingValue) => boolean): Question {
  return (context) => {
    const ours = predicted(context, setting);
    if (isWitness(ours)) return ours;
    const answer = answerTo(context, 'METRIC', 'counters');
    const events = seen(answer, 'auditEvents');
    if (answer === null || typeof events !== 'number') return open(whyOpen(answer, 'METRIC'));
    const expected = records(ours.value);
    const sentence = `/metrics at ${answer.address} counts ${events} audit events.`;
    // A policy may pass over all that was asked so far, and a webhook may take what the log does not.
    if (expected && events === 0) return open(sentence);
    if (!expected && events > 0 && context.reading.setting('audit-policy').value === 'records')
      return open(sentence);
    return { predicted: expected ? 'events' : 'none', observed: events > 0 ? 'events' : 'none', sentence };
  };
}

/** How long files are kept and what is recorded of a request is told by no answer, unless there is nothing at all. */
export const noEvents: Question = (context) => {
  const policy = predicted(context, 'audit-policy');
  if (isWitness(policy)) return policy;
  const told = someEvents('audit-policy', (value) => value === 'records')(context);
  // Had there been no event at all, that would have told it: why nobody counted them is said.
  const uncounted = statusOf(answerTo(context, 'METRIC', 'counters')) !== 200;
  if (policy.value !== 'records' && uncounted && told.observed === null) return told;
  return policy.value === 'records' || told.observed === null
    ? open('Nothing that the server answers tells how the audit log is kept.')
    : told;
};

/**
 * Whether a read of ours stands in the audit log, at the level that the policy has for whom the log names. Without an
 * entry, something is told only where the policy treats everybody alike and the log is written before the answer goes out.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/endpoints/filters/audit_init.go
 */
export function auditEntry(resource: 'secrets' | 'configmaps'): Question {
  return (context) => {
    const log = predicted(context, 'audit-log');
    if (isWitness(log)) return log;
    const answer = answerTo(context, 'AUDIT', resource);
    const found = seen(answer, 'found');
    if (answer === null || typeof found !== 'boolean') return open(whyOpen(answer, 'AUDIT'));
    const caller = { user: String(seen(answer, 'user')), groups: seenList(answer, 'groups') ?? [] };
    const item = itemsOf(context, 'probed-requests', caller).find(({ label }) => label === `get ${resource}`);
    const expected = item?.attributes.level;
    if (typeof expected !== 'string') return open('What the audit policy has for it could not be told.');
    const request = `${answer.request} at ${answer.address}`;
    if (!found && (expected === 'None' || item?.attributes.callers !== 'alike' || isLate(context)))
      return open(`${request} left no entry in ${log.value}, which decides nothing.`);
    const level = found ? String(seen(answer, 'level')) : 'None';
    const sentence = found
      ? `${request} stands in ${log.value} at level ${level}.`
      : `${request} left no entry in ${log.value}.`;
    return { predicted: expected, observed: level, sentence };
  };
}

function isLate({ reading }: Parameters<Question>[0]): boolean {
  const mode = reading.setting('audit-log-mode').value;
  return mode !== 'blocking' && mode !== 'blocking-strict';
}
