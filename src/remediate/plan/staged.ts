import type { Finding } from '../../model/finding.ts';
import type { Change, NotPlanned } from '../../model/plan.ts';
import type { Fix, Rule } from '../../model/rule.ts';
import { hasPlainPeers, planStages } from './etcd-stages.ts';
import { isAbout, type Member, NotNow, notPlanned, type PlanInput } from './input.ts';

/** What is planned of a process in stages, what of it is not, and what is planned as usual beside it. */
export interface Staged {
  readonly changes: readonly Change[];
  readonly notPlanned: readonly NotPlanned[];
  readonly others: Member;
}

/** How a rule is repaired for one finding: what is only repaired in stages is left to a person where there are none. */
export function fixFor({ snapshot }: PlanInput, { remediation }: Rule, finding: Finding): Fix | undefined {
  const { fix } = remediation;
  if (fix?.staged !== 'only') return fix;
  const process = snapshot.processes.find((one) => isAbout(finding, one));
  return process !== undefined && hasPlainPeers(process) ? fix : { ...fix, level: 'explain' };
}

/** Plans in stages what is repaired so; other repairs of the process come after them. */
export function planStaged(input: PlanInput, member: Member): Staged {
  const { process, tasks } = member;
  const isOwn = ({ fix }: Member['tasks'][number]) => fix.staged !== undefined;
  const own = hasPlainPeers(process) ? tasks.filter(isOwn) : [];
  if (own.length === 0) return { changes: [], notPlanned: [], others: member };
  const rest = tasks.filter((task) => !own.includes(task));
  try {
    const changes = planStages(input, process, own);
    const later = new NotNow('prerequisite', FIRST, 'apply its stages on all members, then plan again');
    return {
      changes,
      notPlanned: rest.map((task) => notPlanned(task, later)),
      others: { process, tasks: [] },
    };
  } catch (error) {
    if (!(error instanceof NotNow)) throw error;
    return {
      changes: [],
      notPlanned: own.map((task) => notPlanned(task, error)),
      others: { process, tasks: rest },
    };
  }
}

const FIRST = 'The peers of this member go from http to https first.';
