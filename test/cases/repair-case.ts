import { chmodSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeConfig } from '../../src/collect/config/decode-config.ts';
import { startOfProcess } from '../../src/collect/embedded/systemd/of-process.ts';
import type { Component } from '../../src/components/component.ts';
import { etcd } from '../../src/components/etcd/index.ts';
import { kubeProxy } from '../../src/components/kube-proxy/index.ts';
import { kubelet } from '../../src/components/kubelet/index.ts';
import { judgedComponents } from '../../src/components/registry.ts';
import { RootedFs } from '../../src/machine/rooted/rooted-fs.ts';
import type { Benchmark } from '../../src/model/benchmark.ts';
import type { Report } from '../../src/model/finding.ts';
import type { Edit, Plan } from '../../src/model/plan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { applyOperations } from '../../src/remediate/editors/index.ts';
import { makePlan, type PlanInput } from '../../src/remediate/plan/index.ts';
import { sha256 } from '../../src/remediate/plan-hash.ts';
import { BOOT_SECONDS } from '../support/collect/tree.ts';
import { at, catalog, judgeFacts } from './judge-case.ts';

const COMPONENTS = judgedComponents.map(({ name }) => name);
const COMPONENT_KEYS: Readonly<Record<string, Component>> = { etcd, 'kube-proxy': kubeProxy };
const BEFORE = new Date((BOOT_SECONDS - 86_400) * 1000);

/** A plan for the planted tree; everybody's consent is given unless it says whose. */
export function planFor(
  root: string,
  snapshot: Snapshot,
  benchmark: Benchmark,
  report: Report,
  consented: readonly string[] = catalog.rules.map(({ id }) => id),
  sourceOf: PlanInput['sourceOf'] = () => ({ kind: 'prerequisite', why: 'a planted tree has no cluster' }),
): Plan {
  const opened = RootedFs.open(root, 'CAP_DAC_READ_SEARCH');
  if (opened.state !== 'read') throw new Error(`${root} cannot be opened`);
  try {
    return makePlan({
      report,
      snapshot,
      benchmark,
      rules: catalog.rules,
      files: opened.value,
      consented: new Set(consented),
      toolVersion: '0.0.0',
      machineId: null,
      at,
      judge: (facts) => judgeFacts(facts, benchmark, { components: COMPONENTS }),
      startOfProcess: (pid) => startOfProcess(opened.value, pid),
      sourceOf,
      reread: (component, bytes) => {
        const read = decodeConfig(bytes, (COMPONENT_KEYS[component] ?? kubelet).configKeys);
        return read.state === 'read' ? read.value : null;
      },
    });
  } finally {
    opened.value.close();
  }
}

/** Makes the edits of a plan; new owners, which only root could set, go into `owners`. */
export function makeEdits(root: string, { changes }: Plan, owners: Record<string, string>): void {
  for (const edit of changes.flatMap(({ edits }) => edits)) makeEdit(root, edit, owners);
}

function makeEdit(root: string, edit: Edit, owners: Record<string, string>): void {
  const path = join(root, edit.path);
  if (edit.kind === 'attributes') {
    chmodSync(path, Number.parseInt(edit.after.mode, 8));
    owners[edit.path] = `${edit.after.uid}:${edit.after.gid}`;
    return;
  }
  const before = readFileSync(path);
  if (sha256(before) !== edit.before.sha256) throw new Error(`${edit.path} is not what was planned for`);
  const after = applyOperations(edit.path, before, edit.operations);
  if (sha256(after) !== edit.after) throw new Error(`${edit.path} comes out otherwise than planned`);
  writeFileSync(path, after);
  // The processes that are judged next are started after it.
  utimesSync(path, BEFORE, BEFORE);
}
