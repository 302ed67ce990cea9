import { describe, expect, it } from 'vitest';
import { findRule } from './find-rule.ts';
import { loadCatalog } from './index.ts';

const catalog = loadCatalog('content');
const benchmark = catalog.benchmarks.find(({ version }) => version === '1.12');

function find(wanted: string) {
  if (benchmark === undefined) throw new Error('no benchmark 1.12');
  return findRule(catalog, benchmark, wanted);
}

function refusalOf(wanted: string): unknown {
  try {
    return find(wanted);
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
    ['17.4.1', 'KT_UNKNOWN_CONTROL', 'controls: 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7'],
    ['etcd-peer-client-cert-aut', 'KT_UNKNOWN_RULE', 'did you mean "etcd-peer-client-cert-auth"?'],
    ['--peer-auto-tsl', 'KT_UNKNOWN_RULE', 'did you mean "peer-auto-tls"?'],
    ['kubelet', 'KT_UNKNOWN_RULE', expect.stringMatching(/^rules: etcd-auto-tls, /)],
  ])('refuses %s with %s', (wanted, code, hint) => {
    const refusal = refusalOf(wanted);

    expect(refusal).toMatchObject({ code, problems: [{ hint }] });
  });
});
