import { describe, expect, it } from 'vitest';
import type { Control } from '../model/benchmark.ts';
import { findRule } from './find-rule.ts';
import { loadCatalog } from './index.ts';

const catalog = loadCatalog('content');
const benchmark = catalog.benchmarks.find(({ version }) => version === '1.12');

function find(wanted: string) {
  if (benchmark === undefined) throw new Error('no benchmark 1.12');
  return findRule(catalog, benchmark, wanted);
}

function refusalOf(wanted: string): unknown {
  return caught(() => find(wanted));
}

function caught(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

describe('findRule', () => {
  it.each([
    ['a control number', '2.5', 'etcd-peer-client-cert-auth'],
    ['a rule id', 'etcd-unique-ca', 'etcd-unique-ca'],
    ['a setting', 'key-file', 'etcd-server-cert'],
    ['a setting with its dashes', '--peer-auto-tls', 'etcd-peer-auto-tls'],
    ['a setting in capitals', 'CLIENT-CERT-AUTH', 'etcd-client-cert-auth'],
    ['a setting that a rule depends on', 'trusted-ca-file', 'etcd-client-cert-auth'],
  ])('knows %s', (_name, wanted, id) => {
    const { rule, control } = find(wanted);

    expect(rule.id).toBe(id);
    expect(control.rules).toContain(id);
  });

  it('prefers an alias to a setting of the same name', () => {
    const rules = catalog.rules.map((rule) =>
      rule.id === 'etcd-unique-ca' ? { ...rule, aliases: ['auto-tls'] } : rule,
    );
    if (benchmark === undefined) throw new Error('no benchmark 1.12');

    const { rule } = findRule({ ...catalog, rules }, benchmark, 'auto-tls');

    expect(rule.id).toBe('etcd-unique-ca');
  });

  it.each([
    ['2.77', 'KT_UNKNOWN_CONTROL', 'did you mean "2.7"?'],
    ['2.9', 'KT_UNKNOWN_CONTROL', 'did you mean "2.1"?'],
    ['93.17.44', 'KT_UNKNOWN_CONTROL', 'controls: 1.1.1 to 5.6.4'],
    ['etcd-peer-client-cert-aut', 'KT_UNKNOWN_RULE', 'did you mean "etcd-peer-client-cert-auth"?'],
    ['--peer-auto-tsl', 'KT_UNKNOWN_RULE', 'did you mean "peer-auto-tls"?'],
    ['xyzzy', 'KT_UNKNOWN_RULE', '`kubetrue rules list` shows them all'],
  ])('refuses %s with %s', (wanted, code, hint) => {
    const refusal = refusalOf(wanted);

    expect(refusal).toMatchObject({ code, problems: [{ hint }] });
  });

  it.each<[string, Partial<Control>, unknown]>([
    ['has no rule yet', {}, 'This release has no rule for it yet.'],
    ['asks something else', { differs: 'It asks the reverse.' }, 'It asks the reverse.'],
    ['is for a person', { manual: { why: 'No file shows it.', look: 'Ask.' } }, 'No file shows it. Ask.'],
  ])('says of a control without a rule that it %s', (_name, change, hint) => {
    if (benchmark === undefined) throw new Error('no benchmark 1.12');
    const controls = benchmark.controls.map((one) =>
      one.control === '2.5' ? { ...one, rules: [], ...change } : one,
    );

    const refusal = caught(() => findRule(catalog, { ...benchmark, controls }, '2.5'));

    expect(refusal).toMatchObject({
      code: 'KT_UNKNOWN_CONTROL',
      problems: [
        {
          message:
            'No rule judges control 2.5 of cis-kubernetes 1.12: --peer-client-cert-auth argument is set to true.',
          hint,
        },
      ],
    });
  });

  it('names a benchmark that has the rule when the chosen one has not', () => {
    const eks = catalog.benchmarks.find(({ name }) => name === 'cis-eks');
    if (eks === undefined) throw new Error('no cis-eks');

    const refusal = caught(() => findRule(catalog, eks, 'etcd-auto-tls'));

    expect(refusal).toMatchObject({
      code: 'KT_UNKNOWN_RULE',
      problems: [
        {
          message: 'cis-eks 2.0.0 has no control for etcd-auto-tls.',
          hint: '--benchmark cis-kubernetes@2.0.1 has one',
        },
      ],
    });
  });
});
