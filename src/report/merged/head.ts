import type { MergedReport } from '../../model/merged.ts';
import { counted } from '../text/files.ts';
import { type Look, paint } from '../text/paint.ts';
import { safe } from '../text/safe.ts';
import { BENCHMARK_TITLES } from '../titles.ts';
import { paragraph, shown } from './words.ts';

/** How many nodes, by which benchmarks, from when to when. */
export function headLines({ nodes, missing }: MergedReport, look: Look): string[] {
  const gone = missing.length > 0 ? ` · ${missing.length} missing` : '';
  const times = nodes.map(({ at }) => minute(at)).sort();
  const [first = '', last = ''] = [times[0], times.at(-1)];
  const when = first === last ? first : `${first} to ${last}`;
  const head = paragraph(`kubetrue · ${counted(nodes.length, 'node')} in one report${gone}`, 0, look);
  return [
    ...head.map((line) => paint(look, 'bold', line)),
    ...benchmarks(nodes).flatMap((text) => paragraph(text, 0, look)),
    ...paragraph(`${when} UTC`, 0, look, 'dim'),
  ];
}

function benchmarks(nodes: MergedReport['nodes']): string[] {
  const groups = Map.groupBy(nodes, ({ benchmark: { name, version } }) =>
    shown(`${BENCHMARK_TITLES[name] ?? name} ${version}`),
  );
  if (groups.size === 1) return [...groups.keys()];
  return [...groups].map(([title, list]) => `${title} on ${counted(list.length, 'node')}`);
}

function minute(at: string): string {
  return safe(at.replace('T', ' ').replace(/(:\d\d)?(\.\d+)?Z$/, '')).slice(0, 40);
}
