import { FILE } from './words.ts';

/** What a command of a page shows: flags of a process, an attribute of a file, or objects of the cluster. */
export type Shown =
  | { of: 'flags'; process: string }
  | { of: 'file'; attribute: 'mode' | 'owner'; file: string }
  | { of: 'objects'; kind: string; path: string | null };

const SHOWS: readonly { form: string; shown(match: readonly string[]): Shown }[] = [
  {
    form: String.raw`ps -ef ?\| ?grep ([a-z][\w-]*)`,
    shown: ([process = '']) => ({ of: 'flags', process }),
  },
  {
    form: `stat -c %a ${FILE}`,
    shown: ([file = '']) => ({ of: 'file', attribute: 'mode', file }),
  },
  {
    form: `stat -c %U:%G ${FILE}`,
    shown: ([file = '']) => ({ of: 'file', attribute: 'owner', file }),
  },
  {
    form: String.raw`kubectl get ([a-z][\w.-]*) <[^>]+> -o ?=? ?jsonpath ?= ?'?\{([^}]+)\}'?`,
    shown: ([kind = '', path = '']) => ({ of: 'objects', kind, path: path.trim() }),
  },
  {
    form: String.raw`kubectl get ([a-z][\w.-]*)`,
    shown: ([kind = '']) => ({ of: 'objects', kind, path: null }),
  },
];

/** Any command of the grammar, for productions that end with one; its parts are captured, so count on none behind it. */
export const COMMAND = SHOWS.map(({ form }) => form.replaceAll(/\((?!\?)/g, '(?:')).join('|');

/** What a command shows; null for one that the grammar does not have. */
export function shownBy(command: string): Shown | null {
  const text = command.replace(/[.;]$/, '').trim();
  for (const { form, shown } of SHOWS) {
    const match = new RegExp(`^(?:${form})$`).exec(text);
    if (match !== null) return shown(match.slice(1));
  }
  return null;
}
