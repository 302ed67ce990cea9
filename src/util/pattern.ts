/** Whether a name fits a pattern in which `*` stands for any run of characters. Takes no longer than both are long. */
export function fits(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const part of rest) {
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
