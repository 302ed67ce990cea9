import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite, ROOT } from '../../tools/site/build.ts';
import { axeOf } from './axe.ts';
import { launch } from './chromium.ts';
import { open, type Watched } from './pages.ts';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubetrue-site-'));
  const { written, copied } = buildSite();
  for (const [to, text] of written) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    writeFileSync(join(folder, to), text);
  }
  for (const [to, source] of copied) cpSync(join(ROOT, source), join(folder, to), { recursive: true });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page of the site, which may ask for its own files and for nothing else. */
function visit(to: string, options: BrowserContextOptions): Promise<Watched> {
  return open(browser, address(to), options, address(''));
}

function address(to: string): string {
  return pathToFileURL(join(folder, to)).href;
}

const PAGES = [
  'index.html',
  'rules/index.html',
  'rules/kubelet-anonymous-auth.html',
  'commands/scan.html',
  'formats/index.html',
  'errors/KT_FILE.html',
  'search.html',
];

describe.each([
  ['light', 1280],
  ['dark', 390],
] as const)('in %s, %i pixels wide', (colorScheme, width) => {
  test.each(PAGES)('axe finds nothing in %s, and nothing is wider than the page', async (to) => {
    const { page, finish } = await visit(to, {
      viewport: { width, height: 900 },
      colorScheme,
    });

    // It would fetch the style sheet to look into it, which the page's policy forbids.
    const { violations, passes } = await axeOf(page, { preload: false });

    expect(violations).toEqual([]);
    expect(passes).toContain('color-contrast');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await finish();
  });
});

test('a reader finds a rule by its setting, and comes to its page', async () => {
  const { page, finish } = await visit('index.html', {});

  await page.locator('#query').fill('kubelet anonymous-auth');
  await page.locator('#query').press('Enter');
  await page.locator('#results a').first().click();

  expect(page.url()).toMatch(/rules\/kubelet-anonymous-auth\.html$/);
  await finish();
});

test('a telephone has the menu below the content, and a link to it', async () => {
  const { page, finish } = await visit('ci.html', { viewport: { width: 390, height: 844 } });

  await page.getByRole('link', { name: 'Menu' }).click();

  const top = await page.locator('#navigation').evaluate((element) => element.getBoundingClientRect().top);
  expect(top).toBeLessThan(844);
  await finish();
});
