import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { loadCatalog } from '../../src/catalog/index.ts';
import { wholeReport } from '../../src/cli/judge.ts';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import type { Report } from '../../src/model/finding.ts';
import { renderHtml } from '../../src/report/html.ts';

const CONTENT = fileURLToPath(new URL('../../content/', import.meta.url));

/** The report of `kubetrue demo`: a real control plane. */
export async function demoReport(): Promise<Report> {
  const snapshot = await readSnapshot(`${CONTENT}demo/control-plane.json`);
  return wholeReport(loadCatalog(CONTENT), snapshot, new Date(snapshot.at));
}

/** A report as a file that a browser opens. */
export class ReportFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'kubetrue-html-'));
  readonly url: string;

  constructor(report: Report) {
    const file = join(this.#folder, 'report.html');
    writeFileSync(file, renderHtml(report));
    this.url = pathToFileURL(file).href;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** A page, and what it did that no report may do. */
export interface Watched {
  readonly page: Page;
  /** Requests for anything but the page itself. */
  readonly requests: string[];
  /** Messages of the console, errors, dialogs. */
  readonly trouble: string[];
  /** Closes the page, and throws if it asked for anything or complained of anything. */
  finish(): Promise<void>;
}

export async function open(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  /** What an address may begin with besides the page's own: a site has more than one file. */
  own: string = url,
): Promise<Watched> {
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options });
  const requests: string[] = [];
  const trouble: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== page.url() && !request.url().startsWith(own)) requests.push(request.url());
  });
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('dialog', (dialog) => {
    trouble.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(url);
  const finish = async () => {
    await page.close();
    const wrong = [...requests, ...trouble];
    if (wrong.length > 0) throw new Error(`the page did what no report does:\n${wrong.join('\n')}`);
  };
  return { page, requests, trouble, finish };
}
