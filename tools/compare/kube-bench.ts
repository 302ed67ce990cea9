import type { Node } from '../../test/nodes/node.ts';

/** A kube-bench program and its configuration, as paths of this machine, which a node shares. */
export interface KubeBench {
  program: string;
  config: string;
}

export type KubeBenchStatus = 'PASS' | 'FAIL' | 'WARN' | 'INFO';

export const TARGETS = 'master,etcd,controlplane,node,policies';

/** The command that runs it on a node with the benchmark of CIS 1.12. */
export function kubeBenchArgv({ program, config }: KubeBench, targets: string): string[] {
  const files = ['--config-dir', config, '--config', `${config}/config.yaml`];
  return [program, 'run', ...files, '--benchmark', 'cis-1.12', '--targets', targets, '--json'];
}

/** What it says of each control of some targets, or of one control. */
export async function runKubeBench(
  node: Node,
  kubeBench: KubeBench,
  targets: string,
  control?: string,
): Promise<ReadonlyMap<string, KubeBenchStatus>> {
  const words = control === undefined ? [] : ['--check', control];
  const stdout = await node.must([...kubeBenchArgv(kubeBench, targets), ...words]);
  const { Controls: groups }: KubeBenchReport = JSON.parse(stdout);
  const results = groups.flatMap(({ tests }) => tests.flatMap((test) => test.results));
  return new Map(results.map((result) => [result.test_number, result.status]));
}

/** The part of its JSON that is looked at. */
interface KubeBenchReport {
  Controls: {
    tests: { results: { test_number: string; status: KubeBenchStatus }[] }[];
  }[];
}

/** The target that a control belongs to, by its section. */
export function targetOf(control: string): string {
  const section = control.split('.')[0] ?? '';
  return { '1': 'master', '2': 'etcd', '3': 'controlplane', '4': 'node' }[section] ?? 'policies';
}

/**
 * kube-bench's own image has a shell that knows `[[`, which some of its commands need; Debian's does not.
 * On the node alone: its /usr is its own.
 */
export async function giveShell(node: Node): Promise<void> {
  await node.must(['ln', '-sf', 'bash', '/usr/bin/sh']);
}
