import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/index.ts';
import { collect } from '../../src/collect/index.ts';
import { evaluate } from '../../src/evaluate/index.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { renderJson } from '../../src/report/json.ts';
import { CONTENT } from './case-file.ts';
import { CasePki, plantCase } from './plant-case.ts';

const catalog = loadCatalog(CONTENT);
const AT = new Date('2026-11-26T10:00:00Z');

function judge(snapshot: Snapshot): Report {
  const benchmark = catalog.benchmarks.find((one) => one.version === '1.12');
  if (benchmark === undefined) throw new Error('no benchmark 1.12');
  const only = { controls: [], rules: [], components: ['etcd'] };
  return evaluate({ snapshot, catalog, benchmark, chosenBecause: '', at: AT, judge: 'effect', only });
}

/** What was found about which process, whatever the order it was found in. */
function verdicts({ findings }: Report): string[] {
  return findings
    .map(({ rule, target, status, letter }) => JSON.stringify([rule, target, status, letter ?? null]))
    .sort();
}

/** A sound member, a bare one and one with a second, plain listener, so that verdicts differ by process. */
async function threeMembers(): Promise<Snapshot> {
  const root = await plantCase(
    {
      etcd: [{}, { from: 'nothing' }, { argv: ['--listen-client-http-urls=http://10.0.0.1:8080'] }],
      'kube-apiserver': { argv: ['--client-ca-file=/etc/kubernetes/pki/ca.crt'] },
    },
    new CasePki(),
  );
  return collect({ root, now: () => AT, toolVersion: '0.0.0', progress: () => {} });
}

describe('facts judged twice', () => {
  it('give the same bytes and are left as they were', async () => {
    const snapshot = await threeMembers();
    const copy = structuredClone(snapshot);

    const reports = [snapshot, snapshot, copy].map((facts) => renderJson(judge(facts)));

    expect(new Set(reports).size).toBe(1);
    expect(snapshot).toEqual(copy);
  });

  it('differ by process, and say the same in any order of processes, files and programs', async () => {
    const snapshot = await threeMembers();
    const turned: Snapshot = {
      ...snapshot,
      programs: snapshot.programs.toReversed(),
      processes: snapshot.processes.toReversed().map((process) => ({
        ...process,
        files: Object.fromEntries(Object.entries(process.files).reverse()),
      })),
    };

    const before = judge(snapshot);

    expect(verdicts(judge(turned))).toEqual(verdicts(before));
    expect(before.findings).toHaveLength(
      3 * catalog.rules.filter(({ component }) => component === 'etcd').length,
    );
    expect(new Set(before.findings.map(({ status }) => status))).toEqual(
      new Set(['pass', 'fail', 'not-applicable']),
    );
  });
});
