import { type OptionName, specOf } from '../options.ts';
import type { Lists } from './lists.ts';

/** What may follow an option. */
export type OptionValue =
  | { kind: 'file' | 'directory' | 'format' | 'text' }
  | { kind: 'choices'; choices: readonly string[] }
  | { kind: 'list'; list: keyof Lists };

/** What may follow an option; null: it is a switch. */
export function optionValue(name: OptionName): OptionValue | null {
  const { value, takes, choices } = specOf(name);
  if (value === undefined) return null;
  if (choices !== undefined) return { kind: 'choices', choices };
  switch (takes) {
    case undefined:
      throw new Error(`the table of options does not say what --${name} takes`);
    case 'file':
    case 'directory':
    case 'format':
    case 'text':
      return { kind: takes };
    default:
      return { kind: 'list', list: takes };
  }
}

/** `-o` and `--output` */
export function spellings(name: OptionName): string[] {
  const { short } = specOf(name);
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
}

/** Text between single quotes as POSIX shells take it; `text` holds no line end. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
