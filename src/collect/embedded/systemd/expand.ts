import { variableWords } from './quoting.ts';

/** Replaces `%N` and its like by the unit's name; null for specifiers that mean something else. systemd.unit(5) */
export function expandSpecifiers(text: string, unit: string): string | null {
  const base = unit.replace(/\.[^.]*$/, '');
  const [prefix = '', instance = ''] = base.split('@');
  const values: Readonly<Record<string, string>> = {
    '%': '%',
    n: unit,
    N: base,
    p: prefix,
    i: instance,
    I: instance,
  };
  let known = true;
  const expanded = text.replace(/%(.?)/gs, (_whole, letter: string) => {
    const value = values[letter];
    if (value === undefined) known = false;
    return value ?? '';
  });
  return known ? expanded : null;
}

/**
 * A word of a command with its variables: `${NAME}` anywhere in it stays one word, `$NAME` alone becomes as many words
 * as its value has, and `$$` is a dollar sign. systemd.service(5), "Command lines"
 */
export function expandVariables(word: string, environment: ReadonlyMap<string, string>): string[] {
  const alone = variableAlone(word);
  if (alone !== null) return variableWords(environment.get(alone) ?? '');
  return [
    word.replace(/\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, name: string | undefined) =>
      name === undefined ? whole.slice(1) : (environment.get(name) ?? ''),
    ),
  ];
}

/** The name of the variable that a word consists of; null for any other word. */
export function variableAlone(word: string): string | null {
  return /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word)?.[1] ?? null;
}
