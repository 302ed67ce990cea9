import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { benchmarkGrounds } from '../../src/cli/grounds.ts';
import { chooseBenchmark } from '../../src/catalog/select.ts';
import { handedOver } from '../../src/collect/embedded/k3s/arguments.ts';
import { configWords } from '../../src/collect/embedded/k3s/config-file.ts';
import { startOfProcess } from '../../src/collect/embedded/systemd/of-process.ts';
import { readValue } from '../../src/machine/reading.ts';
import { RootedFs } from '../../src/machine/rooted/rooted-fs.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Plan } from '../../src/model/plan.ts';
import { catalog, judgeFacts } from '../cases/judge-case.ts';
import { makeEdits, planFor } from '../cases/repair-case.ts';
import { collectPlanted, type Layout, plantLayout } from './layout.ts';

/** Lists of RKE2's configuration by the component that gets them. */
const RKE2_LISTS: Readonly<Record<string, string>> = {
  'kube-apiserver': 'kube-apiserver-arg',
  'kube-controller-manager': 'kube-controller-manager-arg',
  'kube-scheduler': 'kube-scheduler-arg',
  kubelet: 'kubelet-arg',
};

export interface Repaired {
  plan: Plan;
  /** Made of the node as the first one leaves it. */
  again: Plan;
  before: readonly Finding[];
  after: readonly Finding[];
  /** Edited files, before and after. */
  texts: readonly { path: string; before: string; after: string }[];
}

/** Plans all repairs of a layout, makes them, starts everything anew and judges again. */
export async function repairLayout(layout: Layout): Promise<Repaired> {
  const root = await plantLayout(layout);
  const facts = await collectPlanted(root, layout);
  const { benchmark } = chooseBenchmark(catalog, null, benchmarkGrounds(facts));
  const before = judgeFacts(facts, benchmark, {});
  const plan = planFor(root, facts, benchmark, before);
  const paths = plan.changes.flatMap(({ edits }) => edits).filter(({ kind }) => kind === 'content');
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const olds = paths.map(({ path }) => read(path));
  const owners = { ...layout.owners };
  makeEdits(root, plan, owners);
  const repaired = { ...layout, owners };
  restartAll(root, repaired);
  const later = await collectPlanted(root, repaired);
  const after = judgeFacts(later, benchmark, {});
  return {
    plan,
    again: planFor(root, later, benchmark, after),
    before: before.findings,
    after: after.findings,
    texts: paths.map(({ path }, index) => ({ path, before: olds[index] ?? '', after: read(path) })),
  };
}

/**
 * What systemd, RKE2 and the kubelet would start now. Components inside a program are read from its files anyway.
 * Words are made by the readers of the collector, which know nothing of edits.
 */
function restartAll(root: string, { processes }: Layout): void {
  const fs = readValue(RootedFs.open(root, 'CAP_DAC_READ_SEARCH'));
  if (fs === undefined) throw new Error(`${root} cannot be opened`);
  const rke2 = readValue(configWords(fs, '/etc/rancher/rke2/config.yaml', true))?.words ?? [];
  for (const [pid, { argv }] of Object.entries(processes)) {
    if (!Array.isArray(argv)) continue;
    const [program = '', ...words] = argv.map(String);
    const list = RKE2_LISTS[program];
    const given = rke2.filter(({ text }) => text.startsWith(`--${list}=`));
    const extra = given.map(({ text, origin }) => ({ value: text.slice(text.indexOf('=') + 1), origin }));
    if (extra.length > 0) write(root, pid, [program, ...rke2Words(words, extra)]);
    const start = startOfProcess(fs, Number(pid));
    if (typeof start !== 'string' && start.words.length > 1 && start.words[0]?.text === program)
      write(root, pid, [program, ...start.words.slice(1).map(({ text }) => text)]);
    const manifest = readValue(fs.read(`/etc/kubernetes/manifests/${program}.yaml`, 1 << 20));
    if (manifest !== undefined) write(root, pid, commandIn(manifest.toString('utf8')));
  }
  fs.close();
}

function rke2Words(own: readonly string[], extra: Parameters<typeof handedOver>[1]): string[] {
  const origin = { kind: 'program', name: 'rke2' } as const;
  const values = own.map((word) => /^--([^=]+)=(.*)$/s.exec(word));
  const map = new Map(values.map((match) => [match?.[1] ?? '', { value: match?.[2] ?? '', origin }]));
  return handedOver(map, extra).map(({ text }) => text);
}

function commandIn(manifest: string): string[] {
  const pod = parse(manifest) as { spec: { containers: [{ command: string[]; args?: string[] }] } };
  const [{ command, args = [] }] = pod.spec.containers;
  return [...command, ...args];
}

function write(root: string, pid: string, words: readonly string[]): void {
  writeFileSync(join(root, `proc/${pid}/cmdline`), words.map((word) => `${word}\0`).join(''));
}
