import { findRule } from '../catalog/find-rule.ts';
import { chooseBenchmark } from '../catalog/select.ts';
import { openCatalog } from './catalog.ts';
import { lookAt } from './look.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf } from './parse.ts';

/** `kubetrue explain ID`: the page of one rule, for a terminal or in the published form. */
export async function explain(invocation: Invocation): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const text = await page(invocation, output);
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
  return 0;
}

async function page(invocation: Invocation, output: string | null): Promise<string> {
  const catalog = await openCatalog();
  const { benchmark } = chooseBenchmark(catalog, optionOf(invocation, 'benchmark') ?? null);
  const { rule, control } = findRule(catalog, benchmark, invocation.words[0] ?? '');
  if (optionOf(invocation, 'format') === 'markdown') {
    const { exportPage } = await import('../catalog/page/export.ts');
    return exportPage(rule, control, benchmark, catalog);
  }
  const [{ renderExplain }, { sourcesOf }] = await Promise.all([
    import('../report/explain.ts'),
    import('./sources/sources.ts'),
  ]);
  const look = lookAt(invocation, output);
  return renderExplain({ rule, control, benchmark, catalog, sources: sourcesOf(rule.component) }, look);
}
