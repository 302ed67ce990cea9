import type { SettingValue } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import { settingsOf as namesIn } from '../../model/rule-settings.ts';
import { type Look, paint } from '../text/paint.ts';
import { valueText } from '../text/value.ts';
import { padTo, widthOf } from '../text/width.ts';

/** Where one setting can come from. */
export interface SettingSource {
  name: string;
  /** As typed, `--cert-file`. */
  flag: string;
  /** Null where no variable of the environment sets it. */
  variable: string | null;
  /** Key in the configuration file, dots between levels; null where a file cannot set it. */
  fileKey: string | null;
  /** What holds when nothing sets it, oldest versions first. `versions` in words: `3.3 to 3.7`. */
  defaults: readonly { versions: string; value: SettingValue }[];
}

/** What a component's settings can come from, handed in by whoever knows the component. */
export interface ComponentSources {
  /** Which source wins, in one or two sentences. */
  precedence: string;
  settings: readonly SettingSource[];
}

const COLUMNS = ['flag', 'variable', 'key in the file', 'default'] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

/** The settings that the rule depends on, those of its letter first. */
export function settingsOf(rule: Rule, sources: ComponentSources): SettingSource[] {
  const asked = [...namesIn(rule.letter), ...namesIn(rule.check)];
  const names = new Set([...asked, ...rule.evidence, ...rule.remediation.requires]);
  return [...names].flatMap((name) => sources.settings.filter((setting) => setting.name === name));
}

/** A table where it fits the width, else one block of lines per setting. */
export function sourceLines(settings: readonly SettingSource[], look: Look): string[] {
  const rows = settings.map(rowOf);
  const widths = COLUMNS.map((column) =>
    Math.max(...[column, ...rows.map((row) => row[column])].map(widthOf)),
  );
  const total = widths.reduce((sum, width) => sum + width + 2, -2);
  return total <= look.width
    ? tableLines(rows, widths, look)
    : rows.flatMap((row) => stackedLines(row, look));
}

function rowOf(setting: SettingSource): Row {
  const [only, ...more] = setting.defaults;
  const defaults =
    only !== undefined && more.length === 0
      ? [valueText(only.value)]
      : setting.defaults.map(({ versions, value }) => `${valueText(value)} (${versions})`);
  return {
    flag: setting.flag,
    variable: setting.variable ?? 'none',
    'key in the file': setting.fileKey ?? 'none',
    default: defaults.join(', '),
  };
}

function tableLines(rows: readonly Row[], widths: readonly number[], look: Look): string[] {
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => padTo(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    paint(look, 'dim', line(COLUMNS)),
    ...rows.map((row) => line(COLUMNS.map((column) => row[column]))),
  ];
}

function stackedLines(row: Row, look: Look): string[] {
  const label = Math.max(...COLUMNS.map(widthOf)) + 2;
  const [first, ...rest] = COLUMNS;
  return [row[first], ...rest.map((column) => `  ${paint(look, 'dim', padTo(column, label))}${row[column]}`)];
}
