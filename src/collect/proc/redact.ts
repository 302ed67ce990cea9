import { REDACTED } from '../../components/component.ts';

/** Flags may be written with one or two dashes, and in Kubernetes with `_` for `-`. */
const FLAG = /^--?([^=]+)(=)?/;

/** argv with the values of the named flags (`--flag=value` and `--flag value`) replaced. */
export function redactArguments(argv: readonly string[], secretFlags: ReadonlySet<string>): string[] {
  if (secretFlags.size === 0) return [...argv];
  let secretNext = false;
  return argv.map((word, index) => {
    if (secretNext) {
      secretNext = false;
      return REDACTED;
    }
    const match = index === 0 ? null : FLAG.exec(word);
    if (match === null || !secretFlags.has((match[1] ?? '').replaceAll('_', '-'))) return word;
    if (match[2] === '=') return `${match[0]}${REDACTED}`;
    secretNext = true;
    return word;
  });
}
