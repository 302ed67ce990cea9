import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { compileCatalog, readCompiled } from './compiled.ts';
import { loadCatalog } from './index.ts';

const catalog = loadCatalog(fileURLToPath(new URL('../../content', import.meta.url)));

const DAMAGED = expect.objectContaining({
  code: 'KT_CATALOG',
  problems: [{ message: expect.stringContaining('damaged'), hint: 'install kubetrue again' }],
});

function written<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

describe('a compiled rule set', () => {
  const compiled = compileCatalog(catalog);

  it('is the same again', () => {
    const again = readCompiled(written(compiled.catalog), () => written(compiled.pages));

    expect(again.rules.map((rule) => ({ ...rule, sections: rule.sections }))).toEqual(written(catalog.rules));
    expect(again.benchmarks.map((one) => ({ ...one, controls: one.controls }))).toEqual(
      written(catalog.benchmarks),
    );
    expect([again.mappings, again.safeguards]).toEqual(written([catalog.mappings, catalog.safeguards]));
  });

  it('reads no page until somebody wants one, and then once', () => {
    const pages = vi.fn(() => written(compiled.pages));
    const { rules, benchmarks } = readCompiled(written(compiled.catalog), pages);

    const controls = benchmarks.flatMap((one) => one.controls);
    expect(controls.length).toBeGreaterThan(1_000);
    expect(pages).not.toHaveBeenCalled();
    expect(rules.map(({ sections }) => sections.Audit)).not.toContain('');
    expect(pages).toHaveBeenCalledOnce();
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['an empty object', {}],
    ['a list', []],
    ['no rule', { ...compiled.catalog, rules: [] }],
    ['rules of another shape', { ...compiled.catalog, rules: ['etcd-auto-tls'] }],
    ['no benchmark', { rules: compiled.catalog.rules }],
    ['benchmarks with controls of another shape', { ...compiled.catalog, benchmarks: catalog.benchmarks }],
  ])('is damaged where its first part is %s', (_what, part) => {
    expect(() => readCompiled(written(part), () => written(compiled.pages))).toThrow(DAMAGED);
  });

  it.each([
    ['{}', () => ({})],
    ['no JSON', () => 'cut'],
    ['short of a page', () => ({ ...written(compiled.pages), sections: {} })],
  ])('is damaged where its pages are %s, which is told when one is wanted', (_what, pages) => {
    const { rules } = readCompiled(written(compiled.catalog), pages);

    expect(() => rules[0]?.sections).toThrow(DAMAGED);
  });

  it.each(['{}', '[]', '[{'])('is damaged where the controls of a benchmark are %s', (controls) => {
    const benchmarks = compiled.catalog.benchmarks.map((one) => ({ ...one, controls }));
    const again = readCompiled(written({ ...compiled.catalog, benchmarks }), () => compiled.pages);

    expect(() => again.benchmarks[0]?.controls).toThrow(DAMAGED);
  });
});
