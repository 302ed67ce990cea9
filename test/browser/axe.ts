import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe has against a page as it stands, and the rules that had nothing. */
export async function axeOf(page: Page, options: axe.RunOptions = {}) {
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(
    (given) => Reflect.get(globalThis, 'axe').run(given) as Promise<axe.AxeResults>,
    options,
  );
  return {
    violations: violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]),
    passes: passes.map(({ id }) => id),
  };
}
