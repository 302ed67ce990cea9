import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../catalog/index.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { evaluate } from './index.ts';

const catalog = loadCatalog('content');

/** A node with nothing on it, and nothing known of its cluster: what a control says then is its own text. */
const BARE: Snapshot = {
  schema: 'kubetrue/snapshot/v1',
  tool: { name: 'kubetrue', version: '0.0.0' },
  at: '2026-11-26T10:00:00Z',
  source: 'live',
  node: { name: 'n', kubernetes: { state: 'absent', lookedAt: [] }, distribution: 'unknown', roles: [] },
  processesVisible: { complete: true, reason: '' },
  programs: [],
  processes: [],
  observations: [],
};

describe.each(catalog.benchmarks.map((one) => [`${one.name}@${one.version}`, one] as const))(
  '%s',
  (_id, benchmark) => {
    const { findings } = evaluate({
      snapshot: BARE,
      catalog,
      benchmark,
      chosenBecause: '',
      at: new Date('2026-11-26T10:00:00Z'),
      judge: 'effect',
      only: { controls: [], rules: [], components: [] },
    });

    it('has a finding for every control', () => {
      const found = new Set(findings.flatMap(({ controls }) => controls.map(({ control }) => control)));

      expect(benchmark.controls.filter(({ control }) => !found.has(control))).toEqual([]);
    });

    it('judges every control by a rule, or says why a person must and what to look at', () => {
      const left = benchmark.controls.filter(
        ({ rules, manual }) => rules.length === 0 && manual === undefined,
      );

      expect(left.map(({ control, key }) => `${control} ${key}`)).toEqual([]);
    });

    it('has a text of its own for every control that is left to a person', () => {
      const reasons = findings.filter(({ status }) => status === 'manual').map(({ reason }) => reason);
      const short = reasons.filter((reason) => reason.length < 60);

      expect(short).toEqual([]);
      expect(findings.filter(({ reason }) => reason.includes('This release has no rule'))).toEqual([]);
    });

    it('passes nothing on a machine where nothing is', () => {
      expect(findings.filter(({ status }) => status === 'pass')).toEqual([]);
    });
  },
);
