import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { homeOf } from '../../src/catalog/home.ts';
import type { Catalog } from '../../src/model/benchmark.ts';
import type { Rule } from '../../src/model/rule.ts';
import { rulePages } from '../gen-docs.ts';
import { commandPages } from './commands.ts';
import type { Group, Page } from './page.ts';
import { errorPages, formatPages } from './sections.ts';

/** Pages that are written by hand, in the order of the navigation. What they link to beside these comes along. */
const WRITTEN: readonly (readonly [source: string, to: string, title: string, group: Group])[] = [
  ['README.md', 'index.html', 'Kubetrue', 'start'],
  ['docs/install.md', 'install.html', 'Installing', 'start'],
  ['docs/files.md', 'files.html', 'Files before they run', 'use'],
  ['docs/collector.md', 'collector.html', 'On every node', 'use'],
  ['docs/ci.md', 'ci.html', 'In a pipeline', 'use'],
  ['docs/waivers.md', 'waivers.html', 'Waivers', 'use'],
  ['docs/compare.md', 'compare.html', 'Comparing reports', 'use'],
  ['docs/fixes.md', 'fixes.html', 'Repairs', 'use'],
  ['docs/writing-rules.md', 'writing-rules.html', 'Writing rules', 'use'],
  ['docs/library.md', 'library.html', 'As a library', 'use'],
  ['docs/report.md', 'report.html', 'The report', 'concepts'],
  ['docs/proofs.md', 'proofs.html', 'Proofs', 'concepts'],
  ['docs/architecture.md', 'architecture.html', 'Architecture', 'concepts'],
  ['docs/comparison.md', 'comparison.html', 'Beside kube-bench', 'comparison'],
  ['docs/verdicts.md', 'verdicts.html', 'Wrong verdicts', 'comparison'],
  ['docs/benchmarks.md', 'benchmarks.html', 'Benchmarks', 'comparison'],
  ['docs/benchmarks-node.md', 'benchmarks-node.html', 'Benchmarks of a node', 'comparison'],
  ['SECURITY.md', 'project/SECURITY.html', 'Security', 'project'],
  ['CONTRIBUTING.md', 'project/CONTRIBUTING.html', 'Contributing', 'project'],
  ['CHANGELOG.md', 'project/CHANGELOG.html', 'Changelog', 'project'],
];

/** All pages that the site has by itself. */
export function sitePages(root: string, catalog: Catalog): Page[] {
  const text = (source: string) => readFileSync(join(root, source), 'utf8');
  const written = WRITTEN.map(
    ([source, to, title, group]): Page => ({ source, to, title, group, markdown: text(source) }),
  );
  return [
    ...written,
    ...commandPages(),
    ...formatPages(text('docs/formats.md')),
    ...errorPages(text('docs/errors.md')),
    ...rulesOf(catalog),
    ...decisions(root),
  ];
}

/** A page of the repository that another links to; null for what is no Markdown. */
export function linkedPage(root: string, source: string): Page | null {
  const file = join(root, source);
  if (!source.endsWith('.md') || !existsSync(file)) return null;
  const markdown = readFileSync(file, 'utf8');
  const title = /^# (.+)$/m.exec(markdown)?.[1] ?? posix.basename(source, '.md');
  return { source, to: `project/${source.replace(/\.md$/, '.html')}`, title, group: 'project', markdown };
}

function decisions(root: string): Page[] {
  const names = readdirSync(join(root, 'docs/decisions')).filter((name) => name.endsWith('.md'));
  return names.sort().flatMap((name) => {
    const page = linkedPage(root, `docs/decisions/${name}`);
    return page === null ? [] : [{ ...page, to: `decisions/${name.replace(/\.md$/, '.html')}` }];
  });
}

function rulesOf(catalog: Catalog): Page[] {
  const rules = new Map(catalog.rules.map((rule) => [rule.id, rule]));
  return [...rulePages(catalog)].map(([name, markdown]): Page => {
    const source = `docs/rules/${name}`;
    const rule = rules.get(name.replace(/\.md$/, ''));
    if (rule === undefined)
      return { source, to: 'rules/index.html', title: 'Rules', group: 'rules', markdown };
    return {
      ...{ source, to: `rules/${rule.id}.html`, title: rule.title, group: 'rules' },
      markdown: `${headOf(rule, catalog)}\n\n${markdown.replace(/^---\n[\s\S]*?\n---\n/, '')}`,
      keywords: keywordsOf(rule, catalog),
      about: `${rule.id}: ${rule.sections.Description.trim().replaceAll('`', '')}`,
    };
  });
}

function headOf(rule: Rule, catalog: Catalog): string {
  const facts = `\`${rule.id}\`, severity ${rule.severity}.${controlOf(rule, catalog)} \`kubetrue explain ${rule.id}\` shows this page for any version of a benchmark.`;
  return `# ${rule.title}\n\n${facts}`;
}

function controlOf(rule: Rule, catalog: Catalog): string {
  const home = homeOf(catalog, rule);
  if (home === undefined) return '';
  const { control, benchmark } = home;
  const level = control.level === null ? '' : `, level ${control.level}`;
  return ` Control ${control.control} of ${benchmark.name} ${benchmark.version}${level}.`;
}

/** The id, earlier ones, and the numbers that benchmarks have for it. */
function keywordsOf(rule: Rule, { benchmarks }: Catalog): string[] {
  const numbers = benchmarks.flatMap(({ controls }) =>
    controls.filter(({ rules }) => rules.includes(rule.id)).map(({ control }) => control),
  );
  return [rule.id, rule.component, ...rule.aliases, ...new Set(numbers)];
}
