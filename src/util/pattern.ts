/** A pattern taken apart at each `*`; one without is `first` alone. */
interface Parts {
  first: string;
  between: readonly string[];
  last: string | undefined;
}

const PARTS = new Map<string, Parts>();

/** Patterns are few, and each is held against many names. */
function partsOf(pattern: string): Parts {
  const known = PARTS.get(pattern);
  if (known !== undefined) return known;
  const [first = '', ...between] = pattern.split('*');
  const parts = { first, last: between.pop(), between };
  PARTS.set(pattern, parts);
  return parts;
}

/** What every name begins and ends with that fits a pattern. */
export function endsOf(pattern: string): readonly [first: string, last: string] {
  const { first, last = first } = partsOf(pattern);
  return [first, last];
}

/** Whether a name fits a pattern in which `*` stands for any run of characters. Takes no longer than both are long. */
export function fits(pattern: string, name: string): boolean {
  const { first, between, last } = partsOf(pattern);
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const part of between) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}

/** Whether a name fits one of some patterns. */
export function fitsAny(patterns: string | readonly string[], name: string): boolean {
  return listed(patterns).some((pattern) => fits(pattern, name));
}

/** One or several, as several. */
export function listed(names: string | readonly string[]): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}
