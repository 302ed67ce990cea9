import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsAlready, watchedBy } from '../../src/cli/files/watched.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { factsOf } from '../cases/judge-case.ts';
import { CasePki, plantCase } from '../cases/plant-case.ts';

const pki = new CasePki();
const KUBELET: CaseFile['given'] = {
  kubelet: { from: 'kubeadm' },
  files: {
    '/var/lib/kubelet/config.yaml':
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nstaticPodPath: /srv/pods\n',
    '/srv/pods/a.yaml': 'apiVersion: v1\nkind: Pod\n',
  },
};

async function watched(given: CaseFile['given']) {
  return watchedBy((await factsOf(await plantCase(given, pki), given)).processes);
}

describe('files that a kubelet of this machine acts on', () => {
  it.each([
    ['its directory of static Pods', '/srv/pods/b.yaml', /as soon as it changes/],
    ['the directory of most kubelets', '/etc/kubernetes/manifests/x.yaml', /as soon as it changes/],
    ['its configuration', '/var/lib/kubelet/config.yaml', /reads it/],
  ])('are those of %s', async (_, path, why) => {
    expect(runsAlready(path, await watched(KUBELET))).toMatch(why);
  });

  it('are no others', async () => {
    const found = await watched(KUBELET);

    expect(runsAlready('/srv/repository/a.yaml', found)).toBeNull();
    expect(runsAlready(join('/srv', 'pods.yaml'), found)).toBeNull();
  });

  it('are those by habit where no kubelet runs', async () => {
    const found = await watched({});

    expect(runsAlready('/srv/pods/b.yaml', found)).toBeNull();
    expect(runsAlready('/etc/kubernetes/manifests/x.yaml', found)).toMatch(/as soon as/);
  });
});
