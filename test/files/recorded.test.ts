import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import { valueIfPresent } from '../../src/model/fact.ts';
import type { Report } from '../../src/model/finding.ts';
import type { ProcessFacts, Snapshot } from '../../src/model/snapshot.ts';
import { initConfig } from '../nodes/node-kubeadm.ts';
import type { NodeState } from '../nodes/node-state.ts';
import { asFiles, judged } from './as-files.ts';

const COMPONENTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

/** What a node shows and its manifests do not. */
const ONLY_ON_THE_NODE: Readonly<Record<string, string>> = {
  'etcd-unique-ca': 'the keys of two authorities, in files of the host',
  'etcd-peer-cert': 'how many members there are',
  'etcd-peer-client-cert-auth': 'how many members there are',
  'etcd-peer-auto-tls': 'how many members there are',
};

/** The static Pod manifest that starts a recorded process: its words, one a line, as kubeadm writes them. */
function manifestOf({ component, argv, version }: ProcessFacts): string {
  const words = (valueIfPresent(argv) ?? []).map((word) => `    - ${word.replace(/^(.*\*.*)$/, "'$1'")}\n`);
  return `apiVersion: v1
kind: Pod
metadata:
  labels: {component: ${component}, tier: control-plane}
  name: ${component}
  namespace: kube-system
spec:
  containers:
  - command:
${words.join('')}    image: registry.k8s.io/${component}:v${valueIfPresent(version)}
    name: ${component}
  hostNetwork: true
`;
}

async function recorded(minor: string): Promise<Snapshot> {
  const path = `../captures/recorded/kubeadm-${minor}-control-plane.json`;
  return readSnapshot(fileURLToPath(new URL(path, import.meta.url)));
}

function statusesOf({ findings }: Report): Record<string, string> {
  const own = findings.filter(({ rule }) => ONLY_ON_THE_NODE[rule] === undefined);
  return Object.fromEntries(own.map(({ rule, status, letter }) => [rule, `${status} ${letter ?? ''}`]));
}

function lines(words: readonly string[] | undefined): string[] {
  return (words ?? [])
    .filter((word) => !/progress-notify|corrupt-check|InitialCorruptCheck/.test(word))
    .toSorted();
}

describe.each(['1.31', '1.34'])('a control plane that kubeadm %s made', (minor) => {
  it('is judged by its manifests as on the node, in all that manifests can say', async () => {
    const node = await recorded(minor);
    const processes = node.processes.filter(({ component }) => COMPONENTS.includes(component));
    const manifests = Object.fromEntries(processes.map((one) => [`${one.component}.yaml`, manifestOf(one)]));

    const byFiles = judged(asFiles(manifests), { components: COMPONENTS });
    const byNode = judged(node, { components: COMPONENTS });

    expect(processes.map(({ component }) => component).sort()).toEqual([...COMPONENTS].sort());
    expect(statusesOf(byFiles)).toEqual(statusesOf(byNode));
    expect(Object.keys(statusesOf(byFiles)).length).toBeGreaterThan(40);
  });

  it('has each fail and unknown at a line of its manifest', async () => {
    const node = await recorded(minor);
    const [process] = node.processes.filter(({ component }) => component === 'kube-apiserver');
    if (process === undefined) throw new Error('no API server was recorded');
    const text = manifestOf(process);

    const { findings } = judged(asFiles({ 'm/kube-apiserver.yaml': text }), {
      components: ['kube-apiserver'],
    });

    for (const { locations = [], target } of findings) {
      expect(target).toMatchObject({ kind: 'file', path: 'm/kube-apiserver.yaml' });
      expect(locations.length).toBeGreaterThan(0);
      for (const { line } of locations)
        expect(text.split('\n')[line - 1]).toMatch(/- --|name: kube-apiserver/);
    }
  });

  it('runs with the words that are planned for the configuration it was made from', async () => {
    const node = await recorded(minor);
    const version = minor === '1.31' ? '1.31.0' : '1.34.1';
    const state = { version, hostname: 'cp-1', index: 0 } as NodeState;

    const planned = asFiles({ 'kubeadm.yaml': initConfig(state, {}, null) }).processes;

    for (const name of COMPONENTS) {
      const [made] = node.processes.filter(({ component }) => component === name);
      const [file] = planned.filter(({ component }) => component === name);
      expect(lines(valueIfPresent(file?.argv))).toEqual(lines(valueIfPresent(made?.argv)));
    }
  });

  it('has a kubelet and a proxy that are judged by that configuration as on the node', async () => {
    const node = await recorded(minor);
    const version = minor === '1.31' ? '1.31.0' : '1.34.1';
    const state = { version, hostname: 'cp-1', index: 0 } as NodeState;
    const components = ['kubelet', 'kube-proxy'];

    const byFiles = judged(asFiles({ 'kubeadm.yaml': initConfig(state, {}, null) }), { components });
    const byNode = judged(node, { components });

    const elsewhere = ['kubelet-hostname-override', 'kubelet-ip-address-deny'];
    const compared = (report: Report) =>
      Object.entries(statusesOf(report)).filter(([rule]) => !elsewhere.includes(rule));
    expect(compared(byFiles)).toEqual(compared(byNode));
  });
});
