import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/index.ts';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import type { Report } from '../../src/model/finding.ts';
import { renderJson } from '../../src/report/json.ts';
import { CONTENT } from '../cases/case-file.ts';
import { conforming } from '../live/support/schemas.ts';
import { CONTROL_PLANE } from '../nodes/verdicts/control-plane.ts';
import {
  CONTROL_PLANE_1_31,
  CONTROL_PLANE_1_34,
  DEMONSTRATION,
  WORKER_1_31,
  WORKER_1_34,
} from './kubeadm.ts';
import type { Verdicts } from './layout.ts';
import { judgeSnapshot, statusesOf, toldStatuses } from './verdicts.ts';

interface Recorded {
  file: string;
  name: string;
  kubernetes: string;
  roles: readonly string[];
  benchmark: string;
  verdicts: Verdicts;
}

const CONTROL_PLANE_ROLES = ['control-plane', 'etcd'] as const;

const RECORDED: readonly Recorded[] = [
  {
    file: 'test/captures/recorded/kubeadm-1.34-control-plane.json',
    name: 'cp-1',
    kubernetes: 'v1.34.1',
    roles: CONTROL_PLANE_ROLES,
    benchmark: '1.12',
    verdicts: CONTROL_PLANE_1_34,
  },
  {
    file: 'test/captures/recorded/kubeadm-1.34-worker.json',
    name: 'worker-1',
    kubernetes: 'v1.34.1',
    roles: ['worker'],
    benchmark: '1.12',
    verdicts: WORKER_1_34,
  },
  {
    file: 'test/captures/recorded/kubeadm-1.31-control-plane.json',
    name: 'cp-1',
    kubernetes: 'v1.31.0',
    roles: CONTROL_PLANE_ROLES,
    benchmark: '1.11',
    verdicts: CONTROL_PLANE_1_31,
  },
  {
    file: 'test/captures/recorded/kubeadm-1.31-worker.json',
    name: 'worker-1',
    kubernetes: 'v1.31.0',
    roles: ['worker'],
    benchmark: '1.11',
    verdicts: WORKER_1_31,
  },
  {
    file: 'content/demo/control-plane.json',
    name: 'cp-1',
    kubernetes: 'v1.34.1',
    roles: CONTROL_PLANE_ROLES,
    benchmark: '1.12',
    verdicts: DEMONSTRATION,
  },
];

async function replay(file: string): Promise<Report> {
  return judgeSnapshot(conforming('snapshot', await readSnapshot(pathOf(file))));
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

describe.each(RECORDED)('$file', ({ file, name, kubernetes, roles, benchmark, verdicts }) => {
  it('has the status of each control that is true of that node', async () => {
    const report = conforming('report', await replay(file));

    expect(report.node).toMatchObject({ name, kubernetes, distribution: 'kubeadm', roles });
    expect(report.benchmark).toMatchObject({ name: 'cis-kubernetes', version: benchmark });
    expect(statusesOf(report)).toEqual(toldStatuses(verdicts));
  });

  it('tells of every control once', () => {
    const { controls } = loadCatalog(CONTENT).benchmarks.find(
      (one) => one.name === 'cis-kubernetes' && one.version === benchmark,
    ) ?? { controls: [] };

    expect(Object.keys(toldStatuses(verdicts)).sort()).toEqual(controls.map(({ control }) => control).sort());
  });

  it('gives the same bytes each time', async () => {
    const [first, second] = [renderJson(await replay(file)), renderJson(await replay(file))];

    expect(first).toBe(second);
  });
});

describe('a recorded control plane', () => {
  it('has the verdicts that a look at such a node by hand gives', async () => {
    const report = await replay('test/captures/recorded/kubeadm-1.34-control-plane.json');

    expect(statusesOf(report)).toEqual(CONTROL_PLANE);
  });

  it.each(['1.34', '1.31'])('of %s was asked for proofs, and by an administrator', async (minor) => {
    const report = await replay(`test/captures/recorded/kubeadm-${minor}-control-plane.json`);

    const proved = report.findings.filter(({ proof }) => proof.outcome === 'confirmed');
    expect(proved.flatMap(({ controls }) => controls.map(({ control }) => control))).toEqual([
      '2.1',
      '2.2',
      '2.3',
    ]);
    expect(report.coverage.gaps).toEqual([]);
  });
});
