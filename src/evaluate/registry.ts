import { judgedCluster } from '../components/cluster/judged.ts';
import { judgedFiles } from '../components/files/judged.ts';
import type { JudgedComponent } from '../components/judged.ts';
import { judgedComponents } from '../components/registry.ts';
import type { JudgedWhole } from '../components/whole.ts';

const WHOLES: readonly JudgedWhole[] = [judgedFiles, judgedCluster];

/** What judges processes of that name. Throws for a name that only a broken rule can have. */
export function judgedComponent(name: string): JudgedComponent {
  const found = judgedComponents.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing judges the component ${name}`);
  return found;
}

/** What judges a node or a cluster under that name; null for a component, which is judged process by process. */
export function judgedWhole(name: string): JudgedWhole | null {
  return WHOLES.find((one) => one.name === name) ?? null;
}
