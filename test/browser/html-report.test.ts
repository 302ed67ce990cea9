import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/finding.ts';
import { HOSTILE_TEXTS, hostileReport } from '../../src/report/hostile.ts';
import { axeOf } from './axe.ts';
import { launch } from './chromium.ts';
import { demoReport, open, ReportFile } from './pages.ts';

let browser: Browser;
let demo: Report;
let file: ReportFile;
let sample: ReportFile;
let hostile: ReportFile;

beforeAll(async () => {
  [browser, demo] = await Promise.all([launch(), demoReport()]);
  file = new ReportFile(demo);
  sample = new ReportFile(sampleOf(demo));
  hostile = new ReportFile(hostileReport());
});

afterAll(async () => {
  await browser?.close();
  file?.remove();
  sample?.remove();
  hostile?.remove();
});

const WIDE = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 390, height: 844 } };

function shown(page: Page) {
  return page.locator('details.finding:visible');
}

function count(page: Page): Promise<string> {
  return page.locator('#count').innerText();
}

/** Real findings, few enough to look at each closely: two of each status, and one that is waived. */
function sampleOf(report: Report): Report {
  const byStatus = [...Map.groupBy(report.findings, ({ status }) => status).values()];
  const [first, ...others] = byStatus.flatMap((findings) => findings.slice(0, 2));
  const waiver = {
    id: 'w-1',
    reason: 'Until the new net is there.',
    owner: 'ops',
    approver: 'ciso',
    expires: '2027-01-31',
  };
  const waived = first === undefined ? [] : [{ ...first, letter: 'fail' as const, waiver: waiver as never }];
  return { ...report, findings: [...waived, ...others] };
}

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('in %s, %i pixels wide', (colorScheme, width) => {
  test('axe finds nothing with everything open, and nothing is wider than the page', async () => {
    const { page } = await open(browser, sample.url, { viewport: { width, height: 900 }, colorScheme });
    await page.locator('#expand').click();

    const { violations, passes } = await axeOf(page);

    expect(violations).toEqual([]);
    expect(passes).toContain('color-contrast');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.close();
  });
});

test('axe finds nothing in the structure of a whole report', async () => {
  const { page } = await open(browser, file.url, WIDE);

  // Colours take it most of the time, and the sample has them all.
  const { violations, passes } = await axeOf(page, { rules: { 'color-contrast': { enabled: false } } });

  expect(violations).toEqual([]);
  expect(passes).toContain('summary-name');
  await page.close();
});

describe('a reader', () => {
  test('sees every finding, folded, with the counts of the report', async () => {
    const { page, finish } = await open(browser, file.url, WIDE);

    expect(await shown(page).count()).toBe(demo.findings.length);
    expect(await page.locator('details.finding[open]').count()).toBe(0);
    expect(await count(page)).toBe(`${demo.findings.length} findings`);
    expect(await page.locator('.statuses .is-fail b').innerText()).toBe(String(demo.summary.fail));
    await finish();
  });

  test('filters by status, severity and section, and clears the filters', async () => {
    const { page, finish } = await open(browser, file.url, WIDE);
    const expected = (wanted: (finding: Report['findings'][number]) => boolean) =>
      `${demo.findings.filter(wanted).length} of ${demo.findings.length} findings`;

    await page.getByLabel('Fail', { exact: true }).check();
    expect(await count(page)).toBe(expected(({ status }) => status === 'fail'));
    await page.getByLabel('Conflict', { exact: true }).check();
    expect(await count(page)).toBe(expected(({ status }) => status === 'fail' || status === 'conflict'));
    await page.getByLabel('High', { exact: true }).check();
    await page.getByRole('combobox', { name: 'Section' }).selectOption('2');
    expect(await shown(page).count()).toBe(1);
    expect(await shown(page).locator('.number').innerText()).toBe('2.2');
    expect(await page.locator('.group:visible').count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    expect(await count(page)).toBe(`${demo.findings.length} findings`);
    await finish();
  });

  test('finds by words of titles, values and files, wherever they stand', async () => {
    const { page, finish } = await open(browser, file.url, WIDE);
    const search = page.getByRole('searchbox');

    await search.fill('50-debug.conf ANONYMOUS-auth');
    expect(await shown(page).locator('.number').allInnerTexts()).toEqual(['4.2.1']);
    await search.fill('no such words');
    expect(await shown(page).count()).toBe(0);
    await page.locator('#clear-empty').click();
    expect(await shown(page).count()).toBe(demo.findings.length);
    await finish();
  });

  test('opens a finding by keyboard, and sees what won, where it was set and what lost', async () => {
    const { page, finish } = await open(browser, file.url, WIDE);
    const finding = page.locator('details.finding', {
      has: page.locator('.number', { hasText: /^4\.2\.1$/ }),
    });

    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').innerText()).toBe('Skip to the findings');
    await page.keyboard.press('Enter');
    await page.locator('.finding summary').first().focus();
    await finding.locator('summary').focus();
    await page.keyboard.press('Enter');

    const text = await finding.innerText();
    expect(text).toContain('/etc/kubernetes/kubelet.conf.d/50-debug.conf:5');
    expect(text).toContain('/var/lib/kubelet/config.yaml:4');
    expect(text).toContain('kubetrue explain kubelet-anonymous-auth');
    expect(await finding.locator('.lost s').isVisible()).toBe(true);
    await finish();
  });

  test('follows a link to a finding that a filter hides', async () => {
    const { page, finish } = await open(browser, sample.url, WIDE);
    await page.getByLabel('Pass', { exact: true }).check();

    await page.locator('.worst a').first().click();

    const first = page.locator('details.finding[open]');
    await first.waitFor();
    expect(await first.count()).toBe(1);
    expect(await first.isVisible()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.closest('details')?.id)).toBe(
      await first.getAttribute('id'),
    );
    await finish();
  });

  test.each(['light', 'dark'] as const)(
    'whose system is %s can have it the other way',
    async (colorScheme) => {
      const { page, finish } = await open(browser, sample.url, { ...NARROW, colorScheme });
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const before = await ground();

      await page.getByRole('button', { name: 'Dark colours' }).click();
      const after = await ground();
      await page.getByRole('button', { name: 'Dark colours' }).click();

      expect(after).not.toBe(before);
      expect(await ground()).toBe(before);
      await finish();
    },
  );

  test('prints everything that is shown, on white, and finds it folded again', async () => {
    const { page, finish } = await open(browser, sample.url, { ...WIDE, colorScheme: 'dark' });
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        document.title = String(document.querySelectorAll('details.finding:not([open])').length);
      });
    });

    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });

    expect(await page.title()).toBe('0');
    expect(await page.locator('details.finding[open]').count()).toBe(0);
    expect(pdf.length).toBeGreaterThan(20_000);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('#filter').isVisible()).toBe(false);
    await finish();
  });

  test('without scripts has all of it before him', async () => {
    const { page, finish } = await open(browser, file.url, { ...WIDE, javaScriptEnabled: false });

    expect(await page.locator('details.finding .reason:visible').count()).toBe(demo.findings.length);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.getByRole('button').count()).toBe(0);
    await finish();
  });
});

describe('the policy of the page', () => {
  test('lets nothing load and no other script or style in', async () => {
    const { page, requests, trouble } = await open(browser, sample.url, WIDE);

    const refused: (string | undefined)[] = [];
    page.on('requestfailed', (request) => refused.push(request.failure()?.errorText));
    const ran = await page.evaluate(() => {
      const attempts = [
        () =>
          Object.assign(document.body.appendChild(document.createElement('img')), {
            src: 'https://127.0.0.1:9/x',
          }),
        () => document.body.insertAdjacentHTML('beforeend', '<b id="put-in"></b>'),
        () => document.body.appendChild(document.createElement('style')).append('body{color:red}'),
        () => document.body.appendChild(document.createElement('script')).append('document.title = "owned"'),
        () => document.body.setAttribute('onclick', 'document.title = "owned"'),
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          // Refused.
        }
      }
      document.body.click();
      return document.title;
    });

    expect(ran).toMatch(/^Kubetrue: node cp-1/);
    expect(await page.locator('#put-in').count()).toBe(0);
    expect(requests).toEqual(['https://127.0.0.1:9/x']);
    expect(refused).toEqual(['csp']);
    expect(trouble.length).toBeGreaterThanOrEqual(3);
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).not.toBe('rgb(255, 0, 0)');
    await page.close();
  });
});

describe('a hostile report', () => {
  test('is shown as the text that it is', async () => {
    const { page, finish } = await open(browser, hostile.url, NARROW);
    await page.locator('#expand').click();
    await page.mouse.move(100, 400);

    expect(await page.locator('details.finding').count()).toBe(2 * HOSTILE_TEXTS.length);
    expect(await page.locator('script, style, img, iframe, object, h1').count()).toBe(3);
    expect(await page.locator('a:not([href^="#"])').count()).toBe(0);
    expect(
      await page.evaluate(
        () =>
          [...document.querySelectorAll('*')]
            .flatMap(({ attributes }) => [...attributes])
            .filter(({ name }) => name.startsWith('on') || name === 'style').length,
      ),
    ).toBe(0);
    expect(await page.locator('.reason').first().innerText()).toBe(HOSTILE_TEXTS[0]);
    expect(await page.title()).toMatch(/^Kubetrue: node <script>/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await finish();
  });
});
