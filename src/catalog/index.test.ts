import { describe, expect, it } from 'vitest';
import { loadCatalog } from './index.ts';

describe('the rule set', () => {
  it('reads without a problem', () => {
    const catalog = loadCatalog('content');

    expect(catalog.rules.map((rule) => rule.id)).toContain('etcd-peer-client-cert-auth');
  });
});
