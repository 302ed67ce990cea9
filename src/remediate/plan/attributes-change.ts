import type { Change, NotPlanned } from '../../model/plan.ts';
import { type AttributesWanted, attributesEdits, attributesOf } from './attributes.ts';
import { NO_DISRUPTION } from './disruption.ts';
import { NotNow, notPlanned, type PlanInput, type Task } from './input.ts';
import { type Planned, unique, worst } from './process-change.ts';
import { checkNeeds } from './working.ts';

interface Wish {
  readonly task: Task;
  readonly wanted: readonly AttributesWanted[];
  readonly met: ReturnType<typeof checkNeeds>;
}

/** Modes and owners: one change for those that are safe, one for those on files that need somebody's consent. */
export function planAttributes(input: PlanInput, tasks: readonly Task[]): Planned {
  const left: NotPlanned[] = [];
  const wishes = tasks.flatMap((task): readonly Wish[] => {
    try {
      const met = checkNeeds(input, task, { process: null, findings: [] }, null);
      return [{ task, wanted: attributesOf(input, task), met }];
    } catch (error) {
      if (!(error instanceof NotNow)) throw error;
      left.push(notPlanned(task, error));
      return [];
    }
  });
  const asking = new Set(
    wishes
      .filter(({ task }) => task.fix.level === 'consent')
      .flatMap(({ wanted }) => wanted.map(({ path }) => path)),
  );
  const inConsent = ({ wanted }: Wish) => wanted.some(({ path }) => asking.has(path));
  const changes = [
    changeOf(
      'attributes',
      'safe',
      wishes.filter((wish) => !inConsent(wish)),
    ),
    changeOf('attributes-consent', 'consent', wishes.filter(inConsent)),
  ];
  return { changes: changes.filter((change) => change !== null), notPlanned: left };
}

function changeOf(id: string, level: Change['level'], wishes: readonly Wish[]): Change | null {
  const edits = attributesEdits(wishes.flatMap(({ wanted }) => wanted));
  if (edits.length === 0) return null;
  const met = wishes.flatMap((wish) => wish.met.prerequisites);
  return {
    id,
    class: 'attributes',
    rules: wishes.map(({ task: { rule, control } }) => ({ rule: rule.id, control })),
    level,
    disruption: NO_DISRUPTION,
    lockOut: worst(wishes.map(({ task }) => task)),
    affects: unique(wishes.flatMap((wish) => wish.met.affects)),
    prerequisites: [...new Map(met.map((one) => [one.what, one])).values()],
    restarts: null,
    edits: [...edits],
    durable: [],
  };
}
