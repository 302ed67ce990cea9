import { VERDICTS } from './all.ts';
import type { NamedVerdict, Trap } from './named-verdict.ts';
import { TRAPS } from './traps.ts';

const INTRODUCTION = `# Verdicts that scanners get wrong

A scanner that reads one file, one form of a flag or one line of \`ps\` passes what is open and fails what is closed, and
one that counts only findings passes what nobody has looked at. Here are such verdicts, what is true of each, and which
rule holds it. Every row is a test of the same number in \`test/verdicts\`, on a captured node or the facts of a
cluster, and this page is written by these tests (\`npm test -- test/verdicts -u\`).

Where the benchmark's own sentence says something else than what is in force a finding has both:
[reports](report.md) tells how.
`;

/** docs/verdicts.md, as the tests have it. */
export function page(): string {
  const numbered = VERDICTS.map((one) => row(String(one.number), one));
  return `${INTRODUCTION}
| No. | Verdict | What is true | Held in |
|---:|---|---|---|
${numbered.join('\n')}

## Further traps

What is easily tested too weakly, beside the numbered ones.

| Trap | What is true | Held in |
|---|---|---|
${TRAPS.map((one) => row(null, one)).join('\n')}
`;
}

function row(number: string | null, one: Trap | NamedVerdict): string {
  const cells = [one.name, one.truth, holders(one).join(', ')];
  return `| ${[...(number === null ? [] : [number]), ...cells].join(' | ')} |`;
}

function holders({ shown }: Trap): string[] {
  const all = shown.map((one) => ('rule' in one ? one.rule : one.heldIn));
  return [...new Set(all)].map((one) => (/^[a-z-]+$/.test(one) ? `[${one}](rules/${one}.md)` : one));
}
