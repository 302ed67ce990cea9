import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/index.ts';
import { CONTENT } from '../cases/case-file.ts';
import { EXTERNAL_ETCD, EXTERNAL_ETCD_VERDICTS } from './external-etcd.ts';
import { K3S_AGENT, K3S_AGENT_VERDICTS } from './k3s-agent.ts';
import { K3S_SERVER, K3S_SERVER_VERDICTS } from './k3s-server.ts';
import { KUBESPRAY, KUBESPRAY_VERDICTS } from './kubespray.ts';
import { MICROK8S, MICROK8S_VERDICTS } from './microk8s.ts';
import { OPENSHIFT, OPENSHIFT_VERDICTS } from './openshift.ts';
import { RKE2_SERVER, RKE2_SERVER_VERDICTS } from './rke2-server.ts';
import { asksTheApi, judgeLayout, toldStatuses } from './verdicts.ts';

const CAPTURES = [
  {
    what: 'a server of k3s 1.33, hardened',
    layout: K3S_SERVER,
    node: 'k3s: control-plane, etcd',
    benchmark: 'cis-k3s 1.9',
    verdicts: K3S_SERVER_VERDICTS,
  },
  {
    what: 'an agent of k3s 1.29',
    layout: K3S_AGENT,
    node: 'k3s: worker',
    benchmark: 'cis-k3s 1.9',
    verdicts: K3S_AGENT_VERDICTS,
  },
  {
    what: 'a server of RKE2 1.33, profile: cis',
    layout: RKE2_SERVER,
    node: 'rke2: control-plane, etcd',
    benchmark: 'cis-rke2 1.8',
    verdicts: RKE2_SERVER_VERDICTS,
  },
  {
    what: 'MicroK8s 1.34',
    layout: MICROK8S,
    node: 'microk8s: control-plane',
    benchmark: 'cis-kubernetes 1.12',
    verdicts: MICROK8S_VERDICTS,
  },
  {
    what: 'a control plane of Kubespray 1.29',
    layout: KUBESPRAY,
    node: 'kubespray: control-plane, etcd',
    benchmark: 'cis-kubernetes 1.11',
    verdicts: KUBESPRAY_VERDICTS,
  },
  {
    what: 'a control plane of OpenShift 4.16',
    layout: OPENSHIFT,
    node: 'openshift: control-plane, etcd',
    benchmark: 'cis-openshift 1.9',
    verdicts: OPENSHIFT_VERDICTS,
  },
  {
    what: 'a host of etcd alone',
    layout: EXTERNAL_ETCD,
    node: 'unknown: etcd',
    benchmark: 'cis-kubernetes 2.0.1',
    verdicts: EXTERNAL_ETCD_VERDICTS,
  },
];

describe.each(CAPTURES)('$what', ({ layout, node, benchmark, verdicts }) => {
  it('has the roles, the benchmark and the status of each control that are true of it', async () => {
    const judged = await judgeLayout(layout);
    expect(judged).toEqual({ node, benchmark, statuses: toldStatuses(verdicts) });
  });

  it('tells of every control once', () => {
    const [name, version] = benchmark.split(' ');
    const { controls } = loadCatalog(CONTENT).benchmarks.find(
      (one) => one.name === name && one.version === version,
    ) ?? { controls: [] };
    const asked = controls.map(({ control }) => control).filter((control) => !asksTheApi(control));
    expect(Object.keys(toldStatuses(verdicts)).sort()).toEqual(asked.sort());
  });
});
