const OPENING = /^---[ \t]*$/;

/**
 * Parts a text into its YAML front matter and what follows. The front matter keeps its line numbers: the opening
 * line is left blank. Null when there is none.
 */
export function splitFrontMatter(
  text: string,
): { frontMatter: string; body: string; bodyLine: number } | null {
  const lines = text.split('\n');
  if (!OPENING.test(lines[0] ?? '')) return null;
  const end = lines.findIndex((line, index) => index > 0 && OPENING.test(line));
  if (end === -1) return null;
  const frontMatter = ['', ...lines.slice(1, end)].join('\n');
  return { frontMatter, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 };
}
