import { REDACTED } from '../../components/component.ts';

/** Flags may be written with one or two dashes, and in Kubernetes with `_` for `-`. */
const FLAG = /^--?([^=]+)(=)?/;

/** argv with the values of the named flags (`--flag=value` and `--flag value`) replaced. */
export function redactArguments(argv: readonly string[], secretFlags: ReadonlySet<string>): string[] {
  let secretNext = false;
  return argv.map((word, index) => {
    if (secretNext) {
      secretNext = false;
      return hidden(word);
    }
    const match = index === 0 ? null : FLAG.exec(word);
    if (match === null || !secretFlags.has((match[1] ?? '').replaceAll('_', '-')))
      return withoutUserInfo(word);
    if (match[2] === '=') return `${match[0]}${hidden(word.slice(match[0].length))}`;
    secretNext = true;
    return word;
  });
}

/** An empty value hides nothing and means something: the setting is not set. */
export function hidden(value: string): string {
  return value === '' ? '' : REDACTED;
}

const USER_INFO = /\/\/[^/?#\s]*@/g;

/** URLs in any setting may carry a user's name and password. */
export function withoutUserInfo(text: string): string {
  return text.includes('@') ? text.replace(USER_INFO, `//${REDACTED}@`) : text;
}
