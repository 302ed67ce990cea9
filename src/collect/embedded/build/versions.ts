/** The version of a module in a program, or of what replaced it; null when it is not among the lines. */
export function moduleVersion(lines: readonly string[], path: string): string | null {
  const at = lines.findIndex((line) => line.startsWith(`dep\t${path}\t`));
  if (at < 0) return null;
  const next = lines[at + 1] ?? '';
  return (next.startsWith('=>\t') ? next : lines[at])?.split('\t')[2] ?? null;
}

/** A text that the linker set by `-X NAME=VALUE`; null when the flags are not recorded, as with -trimpath. */
export function linkedText(lines: readonly string[], name: string): string | null {
  const flags = lines.find((line) => line.startsWith('build\t-ldflags=')) ?? '';
  const at = flags.indexOf(`${name}=`);
  return at < 0 ? null : (/^[\w.+~-]+/.exec(flags.slice(at + name.length + 1))?.[0] ?? null);
}
