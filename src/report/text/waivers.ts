import type { Report } from '../../model/finding.ts';
import type { WaiverReport, WaiverState } from '../../model/waiver.ts';
import { counted } from './files.ts';
import { type Look, paint, signs, type Tone } from './paint.ts';
import { wrap } from './width.ts';

type Row = WaiverReport['list'][number];

const SAID: Record<Exclude<WaiverState, 'elsewhere'>, { tone: Tone; text(row: Row): string }> = {
  applied: { tone: 'reset', text: ({ expires }) => `until ${expires}` },
  expired: { tone: 'yellow', text: ({ expires }) => `expired ${expires}` },
  unused: { tone: 'yellow', text: () => 'not used' },
  unmatched: { tone: 'yellow', text: () => 'matches nothing' },
};

/** What came of each waiver; nothing where none were given. */
export function waiverBlocks({ waivers }: Report, look: Look): string[][] {
  if (waivers === undefined) return [];
  const elsewhere = waivers.list.filter(({ state }) => state === 'elsewhere').length;
  const rest =
    elsewhere > 0 ? [`${counted(elsewhere, 'waiver')} about other nodes or what was left out.`] : [];
  const lines = [
    ...waivers.list.flatMap((row) => rowLines(row, look)),
    ...rest.flatMap((text) => hung(text, 'dim', look)),
  ];
  const head = wrap(signs(look, `Waivers · ${waivers.file}`), look.width);
  return [[...head.map((line) => paint(look, 'bold', line)), ...lines]];
}

function rowLines(row: Row, look: Look): string[] {
  const { id, state, note } = row;
  if (state === 'elsewhere') return [];
  const { tone, text } = SAID[state];
  const covers = state === 'applied' && row.covers > 0 ? ` · covers ${counted(row.covers, 'finding')}` : '';
  return hung(`${id} · ${text(row)}${covers}${note === undefined ? '' : `. ${note}`}`, tone, look);
}

function hung(text: string, tone: Tone, look: Look): string[] {
  return wrap(signs(look, text), look.width - 4).map((line, index) =>
    paint(look, tone, `${index === 0 ? '  ' : '    '}${line}`),
  );
}
