import type { LocatedWaiver, WaiversFile } from '../../catalog/waivers/fault.ts';
import { readWaivers } from '../../catalog/waivers/read.ts';
import { type Clash, waive } from '../../evaluate/waive/index.ts';
import type { Catalog } from '../../model/benchmark.ts';
import { KubetrueError } from '../../model/errors.ts';
import type { Report } from '../../model/finding.ts';
import type { WaiverReport, WaiverState } from '../../model/waiver.ts';
import { safe } from '../../report/text/safe.ts';
import { aboutToReadFile } from '../much-to-read.ts';

export interface WaiversRequest {
  /** As given on the command line. */
  path: string;
  catalog: Catalog;
  at: Date;
  /** Only some controls, rules or components were judged. */
  narrowed: boolean;
}

/** A file of waivers, read before anything is judged by it. */
export interface LoadedWaivers {
  /**
   * The report with the waivers beside what they cover.
   * @throws KubetrueError KT_WAIVER_TWICE
   */
  beside(report: Report): Report;
  /** What a reader has to know of waivers that cover nothing, a line each. */
  notes(report: Report): string;
}

/**
 * Reads a file of waivers.
 * @throws KubetrueError KT_WAIVERS
 */
export function loadWaivers({ path, catalog, at, narrowed }: WaiversRequest): LoadedWaivers {
  aboutToReadFile(path);
  const file = readWaivers(path, catalog, at);
  const waivers = file.waivers.map(({ waiver }) => waiver);
  return {
    beside: (report) => {
      const { report: waived, clashes } = waive({ report, file: path, waivers, at, narrowed });
      if (clashes.length > 0) throw twice(file, clashes);
      return waived;
    },
    notes: ({ waivers: outcome }) => (outcome === undefined ? '' : notesOf(outcome, file.waivers)),
  };
}

function twice({ path, waivers }: WaiversFile, clashes: readonly Clash[]): KubetrueError {
  const lineOf = (id: string) => waivers.find(({ waiver }) => waiver.id === id)?.line ?? 1;
  return new KubetrueError(
    'KT_WAIVER_TWICE',
    clashes.map(({ finding, object, ids: [first, second] }) => ({
      message: `${first} (line ${lineOf(first)}) and ${second} both cover ${object ?? 'all'} of ${finding.rule}`,
      file: path,
      line: lineOf(second),
      excerpt: `id: ${second}`,
      hint: 'keep one of them, or narrow both: one failure has one waiver',
    })),
  );
}

const TOLD: Partial<Record<WaiverState, string>> = {
  expired: 'has expired and does not apply',
  unused: 'is not used',
  unmatched: 'matches nothing',
};

function notesOf({ file, list }: WaiverReport, located: readonly LocatedWaiver[]): string {
  return list
    .map(({ id, state, note, expires }, index) => {
      const what = TOLD[state];
      const day = state === 'expired' ? ` (${expires})` : '';
      const more = note === undefined ? '' : `: ${note}`;
      return what === undefined
        ? ''
        : `kubetrue: ${safe(`${file}:${located[index]?.line}: waiver ${id}${day} ${what}${more}`)}\n`;
    })
    .join('');
}
