import type { ProcessFacts } from '../model/snapshot.ts';
import type { JudgedComponent, JudgedProcess } from './judged.ts';

/** Facts do not change: what is asked again of a process, for the files that it names above all, was read before. */
export function judgedOnce(component: JudgedComponent): JudgedComponent {
  const read = new WeakMap<ProcessFacts, JudgedProcess>();
  return {
    ...component,
    judge: (process, answered) => {
      if (answered !== null) return component.judge(process, answered);
      const judged = read.get(process) ?? component.judge(process, null);
      read.set(process, judged);
      return judged;
    },
  };
}
