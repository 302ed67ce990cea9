import { ERROR_CODES } from '../../src/model/errors.ts';
import { FORMAT_NAMES, FORMATS } from '../../src/report/formats.ts';
import type { Page } from './page.ts';

/** A page for each format: its section of docs/formats.md, and docs/formats.md itself. */
export function formatPages(markdown: string): Page[] {
  return [
    {
      ...{ source: 'docs/formats.md', to: 'formats/index.html', title: 'Formats', group: 'formats' },
      markdown: markdown.replaceAll(/^### `(\S+)`$/gm, '### `$1`\n\n[On a page of its own](formats/$1.md)'),
    },
    ...FORMAT_NAMES.map((name): Page => {
      const { summary, extension, mediaType } = FORMATS[name];
      const facts = `\`kubetrue scan --format ${name}\`: ${summary}. Usual ending \`.${extension}\`, media type \`${mediaType}\`.`;
      const markdownOf = [`# Format ${name}`, facts, lowered(sectionOf(markdown, name)), MEANING].join(
        '\n\n',
      );
      return {
        ...{ source: `docs/formats/${name}.md`, to: `formats/${name}.html`, title: name, group: 'formats' },
        markdown: markdownOf,
      };
    }),
  ];
}

const MEANING =
  'What becomes of each status, and what a format cannot tell, is in the [overview of all formats](../formats.md#what-becomes-of-a-status).';

function sectionOf(markdown: string, name: string): string {
  const start = markdown.indexOf(`\n### \`${name}\`\n`);
  if (start < 0) throw new Error(`docs/formats.md has no section ${name}`);
  const body = markdown.slice(start + 1);
  const end = body.slice(3).search(/^##/m);
  return body
    .slice(0, end < 0 ? undefined : end + 3)
    .split('\n')
    .slice(1)
    .join('\n');
}

/** Links of a section lead from one folder further down. */
function lowered(text: string): string {
  return text
    .trim()
    .replaceAll(/\]\((?!#|[a-z]+:)([^)]+)\)/g, '](../$1)')
    .replaceAll(/\]\((#[^)]+)\)/g, '](../formats.md$1)');
}

/** A page for each code of an error: its row of docs/errors.md, and docs/errors.md itself. */
export function errorPages(markdown: string): Page[] {
  const rows = new Map(
    [...markdown.matchAll(/^\| `(KT_[A-Z_]+)` \| (.+) \| (.+) \|$/gm)].map(
      ([, code = '', when = '', what = '']) => [code, { when, what }],
    ),
  );
  return [
    {
      ...{ source: 'docs/errors.md', to: 'errors/index.html', title: 'Errors', group: 'errors' },
      markdown: markdown.replaceAll(/^\| `(KT_[A-Z_]+)` \|/gm, '| [`$1`](errors/$1.md) |'),
    },
    ...Object.entries(ERROR_CODES).map(([code, message]): Page => {
      const row = rows.get(code);
      if (row === undefined) throw new Error(`docs/errors.md has no row ${code}`);
      const text = [
        `# ${code}`,
        message,
        '## When',
        sentence(row.when),
        '## What to do',
        sentence(row.what),
        ENDS,
      ];
      return {
        ...{ source: `docs/errors/${code}.md`, to: `errors/${code}.html`, title: code, group: 'errors' },
        markdown: lowered(text.join('\n\n')),
      };
    }),
  ];
}

const ENDS =
  'The program ends with exit code 2: a mistake that can be mended, and nothing was judged by half of it. [All errors](errors.md)';

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.)`]$/.test(first) ? first : `${first}.`;
}
