import type { Column } from './matrix.ts';
import type { Newest } from './newest.ts';

/** Why reports cannot stand in one matrix without one hiding what another says. */
export interface MergeFault {
  file: string;
  message: string;
  hint: string;
}

/** Nothing where the reports may be merged. */
export function mergeFaults(columns: readonly Column[], { superseded }: Newest): MergeFault[] {
  const byFile = new Map(columns.map((column) => [column.report, column]));
  const replaced = superseded.flatMap(({ report, by }) => {
    const [old, fresh] = [byFile.get(report), byFile.get(by)];
    return old === undefined || fresh === undefined ? [] : replacementFaults(old, fresh);
  });
  return [...measureFaults(columns), ...replaced];
}

function measureFaults(columns: readonly Column[]): MergeFault[] {
  const letter = columns.filter(({ judge }) => judge === 'letter');
  if (letter.length === 0 || letter.length === columns.length) return [];
  return letter.map(({ report }) => ({
    file: report,
    message: "was judged by the benchmark's own sentences, and others by what is in force",
    hint: 'merge reports of one --judge alone',
  }));
}

/** A newer report takes the place of an older one of its node only if it says at least as much. */
function replacementFaults(old: Column, fresh: Column): MergeFault[] {
  const sameBenchmark =
    old.benchmark.name === fresh.benchmark.name && old.benchmark.version === fresh.benchmark.version;
  if (sameBenchmark && fresh.rules < old.rules)
    return [
      {
        file: fresh.report,
        message: `tells of ${fresh.rules} rules on ${fresh.node}, and the older ${old.report} of ${old.rules}: what it was told to leave out would be lost`,
        hint: 'leave one of the two out, or scan again without --control, --rule and --component',
      },
    ];
  const [was, is] = [old.cluster?.server, fresh.cluster?.server];
  if (was !== undefined && is !== undefined && was !== is)
    return [
      {
        file: fresh.report,
        message: `tells of ${fresh.node} in the cluster ${is}, and ${old.report} of a node of that name in ${was}`,
        hint: 'merge each cluster by itself; of one node by two addresses leave the older report out',
      },
    ];
  return [];
}
