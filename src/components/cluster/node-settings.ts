import type { Snapshot } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { JudgedComponent } from '../judged.ts';
import { newestStarting } from '../subject.ts';

/** A setting as each process of a component on this node has it; null for one whose settings are not known. */
export function nodeSettings(
  component: JudgedComponent,
  snapshot: Pick<Snapshot, 'processes'>,
  name: string,
): (EffectiveSetting | null)[] {
  return snapshot.processes
    .filter((process) => process.component === component.name)
    .map((process) => {
      const starting = newestStarting(component.judge(process, null).candidates);
      const setting = starting?.setting(name) ?? null;
      return setting === null || setting.undecided !== undefined ? null : setting;
    });
}
