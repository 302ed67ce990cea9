import type { Change } from '../../model/plan.ts';
import type { Outcome } from '../../remediate/transaction/change.ts';
import { namesOf } from '../../remediate/transaction/context.ts';
import type { TakenBack } from '../../remediate/transaction/take-back.ts';

type Any = Outcome | TakenBack;

const NO_OTHER = 'Touch no other member of etcd before the cause is known and all members are well.';

/** One line or two that say how a change ended. */
export function outcomeText(change: Change, outcome: Any, asked: 'apply' | 'rollback'): string {
  const warning = change.class === 'etcd' && isBad(outcome, asked) ? `\n  ${NO_OTHER}` : '';
  return `${change.id} (${namesOf(change)}): ${sentence(outcome)}${warning}`;
}

function isBad(outcome: Any, asked: 'apply' | 'rollback'): boolean {
  if (outcome.state === 'rolled-back') return asked === 'apply' || outcome.ill !== null;
  return outcome.state === 'stuck' || outcome.state === 'open';
}

function sentence(outcome: Any): string {
  switch (outcome.state) {
    case 'committed':
      return 'in force and verified';
    case 'nothing-to-do':
      return 'nothing to do, the node already is so';
    case 'refused':
      return `not made: ${outcome.why}`;
    case 'waiting':
      return `not yet: ${outcome.why}; then apply the same plan again`;
    case 'rolled-back':
      return outcome.ill === null
        ? `taken back, and well as before: ${outcome.why}`
        : `taken back (${outcome.why}), but not well yet: ${outcome.ill}`;
    case 'stuck':
      return `left to a person: ${outcome.why}`;
    case 'open':
      return `could not be taken back: ${outcome.why}`;
  }
}

/** 0: as asked for; 1: not made or taken back, the node is as it was; 3: a person must look. */
export function codeOf(outcomes: readonly Any[], asked: 'apply' | 'rollback'): 0 | 1 | 3 {
  const codes = outcomes.map((outcome) => {
    if (outcome.state === 'stuck' || outcome.state === 'open') return 3;
    if (outcome.state === 'rolled-back') return outcome.ill !== null ? 3 : asked === 'rollback' ? 0 : 1;
    return outcome.state === 'refused' || outcome.state === 'waiting' ? 1 : 0;
  });
  if (codes.includes(3)) return 3;
  return codes.includes(1) ? 1 : 0;
}
