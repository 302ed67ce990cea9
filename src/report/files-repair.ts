import type { LeftAlone } from '../model/left-alone.ts';
import { diffText } from './diff-text.ts';
import { counted } from './text/files.ts';
import { type Look, paint, signs } from './text/paint.ts';
import { safe } from './text/safe.ts';
import { wrap } from './text/width.ts';

/** What a repair of files did, or would do. */
export interface ShownRepair {
  readonly dryRun: boolean;
  readonly changes: readonly {
    readonly path: string;
    readonly rules: readonly { rule: string; control: string | null }[];
    readonly diff: string;
  }[];
  readonly left: readonly LeftAlone[];
}

const HEADS: Readonly<Record<LeftAlone['kind'], string>> = {
  consent: 'Needs consent',
  prerequisite: 'Something else comes first',
  refused: 'Not edited',
  explain: 'Left to a person',
};

/** Each file with its diff, then what still fails and why it was left alone. */
export function renderRepair(repair: ShownRepair, look: Look): string {
  const blocks = [
    ...repair.changes.map((change) => changeLines(change, look)),
    ...leftBlocks(repair.left, look),
    summaryLines(repair, look),
  ];
  return signs(look, `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`);
}

function changeLines({ path, rules, diff }: ShownRepair['changes'][number], look: Look): string[] {
  const turned = rules
    .map(({ rule, control }) => (control === null ? rule : `${control} ${rule}`))
    .join(', ');
  const head = wrap(safe(`${path}: ${turned}`), look.width);
  return [...head.map((line) => paint(look, 'bold', line)), ...diffText(diff, look)];
}

function leftBlocks(left: ShownRepair['left'], look: Look): string[][] {
  return Object.entries(HEADS).flatMap(([kind, head]) => {
    const own = left.filter((one) => one.kind === kind);
    if (own.length === 0) return [];
    return [[paint(look, 'bold', head), ...own.flatMap((one) => leftLines(one, look))]];
  });
}

function leftLines({ rule, control, path, line, reason, byHand }: LeftAlone, look: Look): string[] {
  const name = control === null ? rule : `${control} ${rule}`;
  const where = path === '' ? '' : ` · ${path}:${line}`;
  const next = byHand === null ? [] : wrap(safe(`→ ${byHand}`), look.width - 4);
  return [
    ...wrap(safe(`${name}${where}`), look.width - 2).map((text) => `  ${text}`),
    ...wrap(safe(reason), look.width - 4).map((text) => paint(look, 'dim', `    ${text}`)),
    ...next.map((text) => paint(look, 'cyan', `    ${text}`)),
  ];
}

function summaryLines({ dryRun, changes, left }: ShownRepair, look: Look): string[] {
  const rules = new Set(changes.flatMap((change) => change.rules.map(({ rule }) => rule))).size;
  const done =
    changes.length === 0
      ? 'nothing to change'
      : `${counted(changes.length, 'file')} ${dryRun ? 'would be' : 'was'} changed`.replace(
          'files was',
          'files were',
        );
  const text = `${done}${rules === 0 ? '' : ` for ${counted(rules, 'rule')}`}; ${left.length} left`;
  const tail = changes.length > 0 && dryRun ? ['Nothing was written (--dry-run).'] : [];
  return [text, ...tail].flatMap((one) => wrap(one, look.width));
}
