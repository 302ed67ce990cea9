import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launch } from '../test/browser/chromium.ts';
import { demoReport, open, ReportFile } from '../test/browser/pages.ts';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));

interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly look: (page: Page) => Promise<unknown>;
}

const atTop = async () => undefined;

/** One finding that tells much, between others. */
async function atConflict(page: Page): Promise<void> {
  const finding = page.locator('details.finding.is-conflict').first();
  await finding.locator('summary').click();
  await finding.evaluate((element) => element.closest('.group')?.scrollIntoView());
}

const SHOTS: readonly Shot[] = [
  { name: 'html-1280-light', width: 1280, height: 1340, colorScheme: 'light', look: atTop },
  { name: 'html-1280-dark', width: 1280, height: 960, colorScheme: 'dark', look: atConflict },
  { name: 'html-390-light', width: 390, height: 844, colorScheme: 'light', look: atTop },
  { name: 'html-390-dark', width: 390, height: 844, colorScheme: 'dark', look: atConflict },
];

/** Draws the pictures of docs/formats.md anew; how letters look depends on the machine's fonts. */
async function draw(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launch();
  const file = new ReportFile(await demoReport());
  try {
    for (const { name, width, height, colorScheme, look } of SHOTS) {
      const { page, finish } = await open(browser, file.url, { viewport: { width, height }, colorScheme });
      await look(page);
      await page.mouse.move(0, 0);
      await page.screenshot({ path: `${FOLDER}${name}.png` });
      await finish();
    }
  } finally {
    file.remove();
    await browser.close();
  }
}

if (import.meta.main) await draw();
