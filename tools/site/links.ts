import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Destination } from './markdown.ts';
import type { Page } from './page.ts';
import { linkedPage } from './pages.ts';

/** All pages of the site, those that others link to included, and the files that they link to. */
export class Links {
  readonly #root: string;
  readonly #bySource: Map<string, Page>;
  /** Files of the repository that are no pages, by their place in the site. */
  readonly files = new Map<string, string>();
  /** Links that lead nowhere. */
  readonly broken: { source: string; href: string }[] = [];

  constructor(root: string, pages: readonly Page[]) {
    this.#root = root;
    this.#bySource = new Map(pages.map((page) => [page.source, page]));
  }

  /** Grows while links are followed. */
  get pages(): IterableIterator<Page> {
    return this.#bySource.values();
  }

  /** Where a link of a page leads in the site; as it is for other sites. */
  follow(from: Page, href: string): Destination {
    if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return { to: href };
    const [path = '', fragment] = href.split('#', 2);
    const source = posix.join(posix.dirname(from.source), decodeURI(path));
    const page = this.#pageAt(source);
    const to = page?.to ?? this.#fileAt(source);
    if (to === null) {
      this.broken.push({ source: from.source, href });
      return { to: href };
    }
    const place = `${relative(from.to, to)}${fragment === undefined ? '' : `#${fragment}`}`;
    return page === null ? { to: place } : { to: place, title: page.title };
  }

  #pageAt(source: string): Page | null {
    const page = this.#bySource.get(source) ?? linkedPage(this.#root, source);
    if (page !== null) this.#bySource.set(source, page);
    return page;
  }

  #fileAt(source: string): string | null {
    const file = join(this.#root, source);
    if (source.startsWith('..') || !existsSync(file) || !statSync(file).isFile()) return null;
    const to = source.startsWith('docs/images/') ? source.slice('docs/'.length) : `files/${source}`;
    this.files.set(to, source);
    return to;
  }
}

/** A path of the site as seen from another. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to) || posix.basename(to);
}
