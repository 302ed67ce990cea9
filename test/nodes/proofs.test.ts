import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type Node, upNode } from './node.ts';
import { scan } from './scan.ts';
import { until } from './until.ts';

const BENCHMARK = ['--benchmark', 'cis-kubernetes@2.0.1'];

/** Controls that are proved on a fresh control plane of kubeadm, by what their proofs need. */
const LOCAL = [
  // API server; no audit log is kept, so that its retention is proved to be none
  ...['1.2.1', '1.2.3', '1.2.4', '1.2.5', '1.2.6', '1.2.7', '1.2.8', '1.2.9', '1.2.10', '1.2.11', '1.2.12'],
  ...['1.2.13', '1.2.14', '1.2.15', '1.2.16', '1.2.17', '1.2.18', '1.2.19', '1.2.22', '1.2.23', '1.2.24'],
  ...['1.2.25', '1.2.26', '1.2.29', '3.2.1', '3.2.2'],
  // controller manager, scheduler, etcd
  ...[
    '1.3.1',
    '1.3.2',
    '1.3.3',
    '1.3.4',
    '1.3.5',
    '1.3.6',
    '1.3.7',
    '1.4.1',
    '1.4.2',
    '2.1',
    '2.2',
    '2.3',
    '2.7',
  ],
  // kubelet and kube-proxy
  ...['4.2.1', '4.2.2', '4.2.3', '4.2.4', '4.2.5', '4.2.6', '4.2.8', '4.2.9', '4.2.10', '4.2.11', '4.2.12'],
  ...['4.2.13', '4.2.14', '4.3.1'],
  // files that are their owner's alone
  ...['1.1.1', '1.1.3', '1.1.5', '1.1.7', '1.1.11', '1.1.13', '1.1.15', '1.1.17', '1.1.21', '4.1.5'],
  // rights
  ...['5.1.1', '5.1.2', '5.1.4', '5.1.8', '5.1.9', '5.1.10', '5.1.11', '5.1.12', '5.1.13'],
];
/** How Secrets are stored, how long tokens last, and whether Pods are refused, is looked at only when it is asked for. */
const DEEP = [...LOCAL, '1.2.27', '1.2.28', '1.2.30', '5.2.1'];

const LIBRARY = fileURLToPath(new URL('../../dist/library.cjs', import.meta.url));
const PROXY = fileURLToPath(new URL('answering-proxy.ts', import.meta.url));
const STANDS_BETWEEN =
  /Something stands in between: a connection to \[::\]:10250 ends at port 20250, which \d+ \(\S+\) holds; the packet filter sends it there\.$/;
/** Asks for the URL that is its last word. */
const FETCH = 'await fetch(process.argv.at(-1))';
const INSECURE = { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } };

let node: Node;

beforeAll(async () => {
  node = await upNode();
});

afterAll(() => node?.down());

function proved({ findings }: Report): string[] {
  return controls(findings.filter(({ proof }) => proof.outcome === 'confirmed'));
}

function controls(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => finding.controls.map(({ control }) => control)).sort();
}

function contradicted({ findings }: Report): string[] {
  return findings
    .filter(({ proof }) => proof.outcome === 'contradicted')
    .map(({ rule, reason }) => `${rule}: ${reason}`);
}

describe('a control plane that kubeadm has made', () => {
  it('has at least 60 controls proved when everything may be asked', async () => {
    const report = await scan(node, [...BENCHMARK, '--prove', 'deep']);

    expect(contradicted(report)).toEqual([]);
    expect(proved(report)).toEqual([...DEEP].sort());
    expect(report.grades.proved).toBe(DEEP.length);
    expect(DEEP.length).toBeGreaterThanOrEqual(60);
  });

  it('has those proved that reads and reviews can prove', async () => {
    const report = await scan(node, BENCHMARK);

    expect(contradicted(report)).toEqual([]);
    expect(proved(report)).toEqual([...LOCAL].sort());
  });

  it('has what the node itself can prove without a kubeconfig', async () => {
    const report = await scan(node, [...BENCHMARK, '--no-cluster']);

    expect(contradicted(report)).toEqual([]);
    expect(proved(report)).toEqual(
      expect.arrayContaining([
        '1.2.1',
        '1.2.7',
        '1.2.25',
        '1.2.29',
        '1.3.7',
        '2.2',
        '4.2.1',
        '4.2.14',
        '4.3.1',
      ]),
    );
  });

  it('is asked by the library as by the program, which alone opens files as somebody else', async () => {
    const script = `require(${JSON.stringify(LIBRARY)}).collect().then((facts) => console.log(JSON.stringify(facts)))`;
    const methods = (json: string) => {
      const { observations }: Pick<Snapshot, 'observations'> = JSON.parse(json);
      return [...new Set(observations.map(({ method }) => method))].sort();
    };

    const byLibrary = methods(await node.must([process.execPath, '-e', script]));
    const byProgram = methods((await node.kubetrue(['snapshot', '--prove', 'local'])).stdout);

    expect(byLibrary).toContain('SAR');
    expect(byProgram.filter((method) => !byLibrary.includes(method))).toEqual(['OPENAS']);
  });

  it('asks nothing when it is told so', async () => {
    const report = await scan(node, [...BENCHMARK, '--prove', 'off']);

    expect(report.grades.proved).toBe(0);
  });

  it('stores nothing by a dry run', async () => {
    await scan(node, [...BENCHMARK, '--prove', 'deep']);

    const objects = await node.must(['kubectl', 'get', 'pods,services,configmaps', '-A', '-o=name']);
    const labels = await node.must(['kubectl', 'get', 'nodes', '-o=jsonpath={.items[*].metadata.labels}']);

    expect(objects).toContain('configmap/kube-proxy');
    expect(`${objects}${labels}`).not.toContain('kubetrue');
  });

  it('has proved by a dry run whether a namespace refuses Pods', async () => {
    const label = (what: string) => node.must(['kubectl', 'label', 'namespace', 'default', what]);
    await label('pod-security.kubernetes.io/enforce=baseline');
    const report = await scan(node, [...BENCHMARK, '--component', 'cluster', '--prove', 'deep']).finally(() =>
      label('pod-security.kubernetes.io/enforce-'),
    );

    const { status, proof } = findingOf(report, 'cluster-pod-policy-mechanism');
    expect([status, proof.outcome]).toEqual(['pass', 'confirmed']);
    expect(proof.observed).toBe('In the namespace default a Pod with hostPID was refused, by a dry run.');
  });

  it('is in conflict where something stands in between, and names it', async () => {
    const pki = '/etc/kubernetes/pki/apiserver-etcd-client';
    const redirect = (what: string) =>
      node.must([
        ...['iptables', '-t', 'nat', what, 'OUTPUT', '-p', 'tcp', '-d', '127.0.0.1', '--dport', '10250'],
        ...['-j', 'REDIRECT', '--to-ports', '20250'],
      ]);
    const proxy = node.exec([process.execPath, PROXY, '20250', `${pki}.crt`, `${pki}.key`]);
    await until('the proxy listens', 20_000, async () => {
      const asked = await node.exec([process.execPath, '-e', FETCH, 'https://127.0.0.1:20250/'], INSECURE);
      return asked.code === 0 ? true : null;
    });
    await redirect('-I');
    const recorded = '/root/redirected.json';
    const record = () =>
      node.kubetrue(['snapshot', '--prove', 'local', '--no-cluster', '--output', recorded]);
    const scanned = scan(node, [...BENCHMARK, '--component', 'kubelet']);
    const report = await scanned.finally(() => record().finally(() => redirect('-D')));
    await node.exec([process.execPath, '-e', FETCH, 'https://127.0.0.1:20250/end'], INSECURE);
    await proxy;

    const { status, reason } = findingOf(report, 'kubelet-anonymous-auth');
    expect(status).toBe('conflict');
    expect(reason).toMatch(STANDS_BETWEEN);
    const replayed = await scan(node, [...BENCHMARK, '--snapshot', recorded]);
    expect(findingOf(replayed, 'kubelet-anonymous-auth').reason).toMatch(STANDS_BETWEEN);
    expect(contradicted(await scan(node, [...BENCHMARK, '--component', 'kubelet']))).toEqual([]);
  });

  it('is in conflict where a file was changed and the kubelet not restarted, until it is', async () => {
    const config = '/var/lib/kubelet/config.yaml';
    const edit = (from: string, to: string) => node.must(['sed', '-i', `s/${from}/${to}/`, config]);
    await edit(
      'rotateCertificates: true',
      'rotateCertificates: false\\nfeatureGates: {ComponentFlagz: true}',
    );

    // Both take effect with the next start: it tells its flags then, and this is one that /configz does not show.
    const flags = '/var/lib/kubelet/kubeadm-flags.env';
    const before = readFileSync(node.outside(flags), 'utf8');
    writeFileSync(node.outside(flags), before.replace(/"\s*$/, ' --seccomp-default"\n'));

    const changed = await scan(node, BENCHMARK);
    const { status, reason, proof } = findingOf(changed, 'kubelet-rotate-certs');
    expect({ status, outcome: proof.outcome }).toEqual({ status: 'conflict', outcome: 'contradicted' });
    expect(reason).toContain('rotateCertificates = true');
    expect(reason).toContain('A restart is pending.');
    // The same file, and what it says of these is what runs.
    expect(findingOf(changed, 'kubelet-anonymous-auth').status).toBe('pass');
    expect(findingOf(changed, 'kubelet-pod-pids-limit').status).toBe('fail');

    await node.waitForNewProcess('kubelet', node.restartKubelet());
    await node.waitUntilReady();
    const report = await scan(node, BENCHMARK);
    const restarted = findingOf(report, 'kubelet-rotate-certs');
    expect([restarted.status, restarted.proof.outcome]).toEqual(['fail', 'confirmed']);
    const named = findingOf(report, 'kubelet-hostname-override');
    expect([named.status, named.proof.outcome]).toEqual(['pass', 'confirmed']);
    expect(named.proof.observed).toContain('says --hostname-override = nothing.');
    const seccomp = findingOf(report, 'kubelet-seccomp-default');
    expect([seccomp.status, seccomp.proof.outcome]).toEqual(['pass', 'confirmed']);
    expect(seccomp.proof.observed).toContain('says --seccomp-default = true.');

    await edit('rotateCertificates: false', 'rotateCertificates: true');
    writeFileSync(node.outside(flags), before);
    await node.must(['sed', '-i', '/^featureGates: {ComponentFlagz/d', config]);
    await node.waitForNewProcess('kubelet', node.restartKubelet());
  });
});

function findingOf({ findings }: Report, rule: string): Finding {
  const found = findings.find((one) => one.rule === rule);
  if (found === undefined) throw new Error(`no finding of ${rule}`);
  return found;
}
