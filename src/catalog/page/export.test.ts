import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../index.ts';
import { composePage, exportPage } from './export.ts';
import { readPage } from './read.ts';

const catalog = loadCatalog('content');

const pairs = catalog.benchmarks.flatMap((benchmark) =>
  benchmark.controls.flatMap((control) =>
    catalog.rules
      .filter((rule) => control.rules.includes(rule.id))
      .map((rule) => ({
        name: `${rule.id} for ${benchmark.name === 'cis-kubernetes' ? '' : `${benchmark.name} `}${benchmark.version}`,
        rule,
        control,
        benchmark,
      })),
  ),
);

describe('exportPage', () => {
  it('meets every rule of the set', () => {
    const met = new Set(pairs.map(({ rule }) => rule.id));

    expect([...met].sort()).toEqual(catalog.rules.map(({ id }) => id));
  });

  it.each(pairs)('writes what the reader reads back: $name', ({ rule, control, benchmark }) => {
    const text = exportPage(rule, control, benchmark, catalog);

    const { page, warnings } = readPage(text);

    expect(page).toEqual(composePage(rule, control, benchmark, catalog));
    expect(warnings).toEqual([]);
  });

  it('has the published keys, sections and definitions in the published order', () => {
    const pair = pairs.find(({ name }) => name === 'etcd-peer-client-cert-auth for 1.5');
    if (pair === undefined) throw new Error('no such pair');

    const text = exportPage(pair.rule, pair.control, pair.benchmark, catalog);

    expect(text.split('## Description')[0]).toBe(
      [
        '---',
        'aliases:',
        '- etcd-peer-client-cert-auth',
        "control: '2.5'",
        'disable_edit: true',
        'framework: cis-kubernetes',
        'kind: documentation',
        'rule_category:',
        '- Runtime Agent',
        'scope: kubernetes',
        'security: compliance',
        'source: kubernetes',
        'title: --peer-client-cert-auth argument is set to true',
        'type: security_rules',
        '---',
        '',
        '',
      ].join('\n'),
    );
    expect(text.match(/^## .*$/gm)).toEqual([
      '## Description',
      '## Rationale',
      '## Audit',
      '## Remediation',
      '## Impact',
      '## Default Value',
      '## References',
      '## CIS Controls',
    ]);
    expect(text).toMatch(/## References\n\n1\. https:\S+\n/);
    expect(text).toMatch(/\n\n\[1\]: https:\S+\n/);
    expect(text).toContain(
      'Version 6.14.4 Guard stored information with access control lists\n\nVersion 7.14.6 ',
    );
  });

  it('refers to version 8 of the CIS Controls from benchmark 1.20 on', () => {
    const cited = (version: string) => {
      const pair = pairs.find(({ name }) => name === `etcd-peer-client-cert-auth for ${version}`);
      return (
        pair &&
        composePage(pair.rule, pair.control, pair.benchmark, catalog).safeguards.map((one) => one.version)
      );
    };

    expect([cited('1.6'), cited('1.20'), cited('2.0.1')]).toEqual([
      ['6', '7'],
      ['7', '8'],
      ['7', '8'],
    ]);
  });
});
