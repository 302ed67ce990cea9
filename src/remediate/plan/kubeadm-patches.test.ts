import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { patchesOver } from './kubeadm-patches.ts';

const USUAL = '/etc/kubernetes/patches';
const PROFILING = {
  target: 'kube-apiserver',
  words: ['--profiling', 'command', 'args'],
  wanted: 'set --profiling=false',
};
const COMMAND = 'spec:\n  containers:\n  - name: kube-apiserver\n    command: [kube-apiserver]\n';

function found(tree: Readonly<Record<string, string>>, distribution = 'kubeadm'): string[] {
  const root = mkdtempSync(join(tmpdir(), 'kubetrue-patches-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const opened = RootedFs.open(root, 'CAP_DAC_READ_SEARCH');
  if (opened.state !== 'read') throw new Error(`${root} cannot be opened`);
  onTestFinished(() => opened.value.close());
  return patchesOver(opened.value, distribution, PROFILING).map(({ where }) => where);
}

describe('patches of kubeadm that undo a change at the next upgrade', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['none, where there are none', {}, []],
    [
      'a whole list of words',
      { [`${USUAL}/kube-apiserver+strategic.yaml`]: COMMAND },
      ['kube-apiserver+strategic.yaml'],
    ],
    [
      'the flag itself, in JSON',
      { [`${USUAL}/kube-apiserver1+json.json`]: '[{"op": "add", "value": "--profiling=true"}]' },
      ['kube-apiserver1+json.json'],
    ],
    ['none of another setting', { [`${USUAL}/kube-apiserver.yaml`]: 'spec: {hostNetwork: true}\n' }, []],
    ['none of another component', { [`${USUAL}/kube-scheduler.yaml`]: COMMAND }, []],
    ['none of a name that kubeadm passes over', { [`${USUAL}/kube-apiserver.yaml.old`]: COMMAND }, []],
  ])('are %s', (_, tree, names) => {
    expect(found(tree)).toEqual(names.map((name) => `${USUAL}/${name}`));
  });

  it.each([
    ['InitConfiguration', 'patches: {directory: /srv/own}'],
    ['UpgradeConfiguration', 'apply: {patches: {directory: /srv/own}}'],
    ['UpgradeConfiguration', 'node: {patches: {directory: /srv/own}}'],
  ])('are looked for where a configuration of kubeadm names them: %s, %s', (kind, text) => {
    const configuration = `kind: ClusterConfiguration\n---\nkind: ${kind}\n${text}\n`;
    const tree = {
      '/run/kubeadm/kubeadm.yaml': configuration,
      '/srv/own/kube-apiserver.yaml': COMMAND,
    };

    expect(found(tree)).toEqual(['/srv/own/kube-apiserver.yaml']);
  });

  it('are nobody’s where kubeadm has made nothing', () => {
    expect(found({ [`${USUAL}/kube-apiserver.yaml`]: COMMAND }, 'k3s')).toEqual([]);
  });
});
