import type { ChangeKind, Diff, Side } from '../model/diff.ts';
import { changeLines } from './diff/change.ts';
import { counted } from './text/files.ts';
import { type Look, paint, signs } from './text/paint.ts';
import { safeDeep } from './text/safe.ts';
import { wrap } from './text/width.ts';

/** No single text is longer; values are cut shorter where they are shown. */
const TEXT_LIMIT = 1500;

const TITLES: readonly (readonly [ChangeKind, string])[] = [
  ['new', 'New'],
  ['changed', 'Changed'],
  ['gone', 'Gone'],
  ['incomparable', 'Not comparable'],
];

/** What changed, for people: what fails now first. */
export function renderDiff(diff: Diff, look: Look): string {
  const clean = safeDeep(diff, TEXT_LIMIT);
  const blocks = [
    headLines(clean, look),
    ...TITLES.flatMap(([kind, title]) => kindBlocks(clean, kind, title, look)),
    summaryLines(clean, look),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines({ old, new: fresh, notes }: Diff, look: Look): string[] {
  const node = old.node === fresh.node ? `node ${fresh.node}` : `nodes ${old.node} and ${fresh.node}`;
  return [
    ...wrap(signs(look, `kubetrue · what changed on ${node}`), look.width).map((line) =>
      paint(look, 'bold', line),
    ),
    ...wrap(signs(look, `old · ${sideText(old)}`), look.width),
    ...wrap(signs(look, `new · ${sideText(fresh)}`), look.width),
    ...notes.flatMap((note) =>
      wrap(signs(look, note), look.width).map((line) => paint(look, 'yellow', line)),
    ),
  ];
}

function sideText({ file, at, kubernetes, benchmark }: Side): string {
  const version = kubernetes === null ? '' : ` · Kubernetes ${kubernetes.replace(/^v/, '')}`;
  const time = at.replace('T', ' ').replace(/(:\d\d)?(\.\d+)?Z$/, ' UTC');
  return `${file} · ${time}${version} · ${benchmark.name} ${benchmark.version}`;
}

function kindBlocks({ changes }: Diff, kind: ChangeKind, title: string, look: Look): string[][] {
  const own = changes.filter((one) => one.change === kind);
  if (own.length === 0) return [];
  return [[paint(look, 'bold', title), ...own.flatMap((one) => changeLines(one, look))]];
}

function summaryLines({ summary, changes }: Diff, look: Look): string[] {
  const parts = TITLES.filter(([kind]) => summary[kind] > 0).map(
    ([kind, title]) => `${summary[kind]} ${title.toLowerCase()}`,
  );
  const worse = changes.filter(({ direction }) => direction === 'worse').length;
  const found = parts.length === 0 ? 'nothing changed' : parts.join(', ');
  const text = `${counted(summary.same, 'finding')} the same · ${found}${worse > 0 ? ` · ${worse} got worse` : ''}`;
  return wrap(signs(look, text), look.width).map((line) =>
    paint(look, worse > 0 ? ['bold', 'red'] : 'bold', line),
  );
}
