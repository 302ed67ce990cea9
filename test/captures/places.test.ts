import { describe, expect, it } from 'vitest';
import type { Layout, Verdicts } from './layout.ts';
import { K0S_CONTROLLER, KOPS, MINIKUBE, TALOS } from './places.ts';
import { judgeLayout, toldStatuses } from './verdicts.ts';

/** Controls about files that these layouts have, and about those that their like do without. */
const PLACES: { what: string; layout: Layout; node: string; verdicts: Verdicts }[] = [
  {
    what: 'kOps',
    layout: KOPS,
    node: 'kops: control-plane, etcd',
    verdicts: [
      ['pass', '1.1.1-2', 'go-runner starts the API server of the manifest'],
      ['pass', '1.1.7-8', 'etcd-manager, started by a shell, starts etcd'],
      ['pass', '1.1.11', 'on a volume of its own'],
      ['pass, letter fail', '1.1.12', 'root:root, and etcd runs as root'],
      ['not-applicable', '1.1.13-14', 'kops export kubeconfig writes them elsewhere'],
      ['pass', '1.1.19-21', '/srv/kubernetes; 1.11 allows 0644 for certificates'],
      ['fail', '4.1.1', 'the unit has 0644'],
      ['pass', '4.1.2 4.1.5-10', 'files of the kubelet'],
    ],
  },
  {
    what: 'a controller of k0s',
    layout: K0S_CONTROLLER,
    node: 'k0s: control-plane, etcd',
    verdicts: [
      ['not-applicable', '1.1.1-2 1.1.5-8', 'k0s starts its servers itself'],
      ['pass', '1.1.11', 'below /var/lib/k0s'],
      ['pass, letter fail', '1.1.12', 'etcd:root, and etcd runs as etcd'],
      ['pass', '1.1.13-15', 'pki/admin.conf and what the scheduler names'],
      ['pass, letter fail', '1.1.16 1.1.19', 'files belong to the users that servers run as'],
      ['pass', '1.1.20-21', '/var/lib/k0s/pki'],
      ['not-applicable', '4.1.1-2 4.1.5-10', 'a controller has no kubelet'],
    ],
  },
  {
    what: 'Talos',
    layout: TALOS,
    node: 'talos: control-plane',
    verdicts: [
      ['not-applicable', '1.1.1-2', 'the kubelet asks machined for static Pods'],
      ['not-applicable', '1.1.13-14', 'kubeconfigs of administrators are made for whoever asks'],
      ['pass, letter fail', '1.1.19', 'secrets belong to the user that the server runs as'],
      ['pass', '1.1.20-21', '/system/secrets'],
      ['unknown', '4.1.1-2', 'no directory of units is captured'],
      ['pass', '4.1.5-10', 'files of the kubelet, by its words'],
    ],
  },
  {
    what: 'minikube',
    layout: MINIKUBE,
    node: 'minikube: control-plane',
    verdicts: [
      ['pass', '1.1.1-2', "as kubeadm's"],
      ['pass', '1.1.13-14', "as kubeadm's"],
      ['pass', '1.1.19-21', '/var/lib/minikube/certs; 1.12 allows 0644 for certificates'],
      ['fail', '4.1.1', 'the unit and its drop-in have 0644'],
      ['pass', '4.1.2 4.1.5-8 4.1.10', "as kubeadm's"],
      ['fail', '4.1.9', 'kubeadm writes it with 0644'],
    ],
  },
];

describe.each(PLACES)('files of $what', ({ layout, node, verdicts }) => {
  it('are found where it keeps them', async () => {
    const judged = await judgeLayout(layout);

    expect(judged.node).toBe(node);
    expect(judged.statuses).toMatchObject(toldStatuses(verdicts));
  });
});
