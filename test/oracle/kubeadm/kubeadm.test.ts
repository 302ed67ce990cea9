import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { valueIfPresent } from '../../../src/model/fact.ts';
import { asFiles, judged, statuses } from '../../files/as-files.ts';
import { findKubernetesProgram, type KubernetesVersion } from '../../nodes/programs/kubernetes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'kubetrue-kubeadm-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const INIT = `kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 10.0.0.1
  bindPort: 8443
nodeRegistration:
  name: cp-1
`;

/** What a ClusterConfiguration may say about arguments, in the form of v1beta4 and of v1beta3. */
const CONFIGURATIONS: readonly (readonly [name: string, list: string, map: string])[] = [
  ['nothing', '', ''],
  [
    'networks and names',
    'clusterName: north\ncertificatesDir: /srv/pki\nnetworking:\n  dnsDomain: corp.local\n  podSubnet: 10.1.0.0/16\n  serviceSubnet: 10.2.0.0/16\n',
    'clusterName: north\ncertificatesDir: /srv/pki\nnetworking:\n  dnsDomain: corp.local\n  podSubnet: 10.1.0.0/16\n  serviceSubnet: 10.2.0.0/16\n',
  ],
  [
    'arguments of its own, one of them in place of kubeadm’s',
    `apiServer:
  extraArgs:
  - name: profiling
    value: "false"
  - name: authorization-mode
    value: RBAC,Node
  - name: enable-admission-plugins
    value: NodeRestriction,AlwaysPullImages
controllerManager:
  extraArgs:
  - name: bind-address
    value: 0.0.0.0
  - name: terminated-pod-gc-threshold
    value: "10"
scheduler:
  extraArgs:
  - name: profiling
    value: "false"
etcd:
  local:
    dataDir: /srv/etcd
    extraArgs:
    - name: client-cert-auth
      value: "false"
`,
    `apiServer:
  extraArgs:
    profiling: "false"
    authorization-mode: RBAC,Node
    enable-admission-plugins: NodeRestriction,AlwaysPullImages
controllerManager:
  extraArgs:
    bind-address: 0.0.0.0
    terminated-pod-gc-threshold: "10"
scheduler:
  extraArgs:
    profiling: "false"
etcd:
  local:
    dataDir: /srv/etcd
    extraArgs:
      client-cert-auth: "false"
`,
  ],
  [
    'another etcd',
    'etcd:\n  external:\n    endpoints: [https://10.9.0.1:2379, https://10.9.0.2:2379]\n    caFile: /srv/ca.crt\n    certFile: /srv/c.crt\n    keyFile: /srv/c.key\n',
    'etcd:\n  external:\n    endpoints: [https://10.9.0.1:2379, https://10.9.0.2:2379]\n    caFile: /srv/ca.crt\n    certFile: /srv/c.crt\n    keyFile: /srv/c.key\n',
  ],
  [
    'another etcd without TLS',
    'etcd:\n  external:\n    endpoints: [http://10.9.0.1:2379]\n',
    'etcd:\n  external:\n    endpoints: [http://10.9.0.1:2379]\n',
  ],
];

const VERSIONS: readonly (readonly [version: KubernetesVersion, api: 'v1beta3' | 'v1beta4'])[] = [
  ['1.34.1', 'v1beta4'],
  ['1.34.1', 'v1beta3'],
  ['1.31.0', 'v1beta4'],
];

const CASES = VERSIONS.flatMap(([version, api]) =>
  CONFIGURATIONS.map(([name, list, map]) => {
    const head = `apiVersion: kubeadm.k8s.io/${api}\n`;
    const cluster = `${head}kind: ClusterConfiguration\nkubernetesVersion: v${version}\n${api === 'v1beta4' ? list : map}`;
    return { name: `${version} ${api}: ${name}`, version, text: `${head}${INIT}---\n${cluster}` };
  }),
);

const programs = new Map<KubernetesVersion, string>();
beforeAll(async () => {
  for (const [version] of VERSIONS)
    programs.set(version, await findKubernetesProgram(version, 'kubeadm', () => {}));
});

/** The manifests that kubeadm itself makes of a configuration, by file name; it writes them where it is told. */
const known = new Map<string, Record<string, string>>();

function manifestsBy(version: KubernetesVersion, text: string): Record<string, string> {
  const made = known.get(version + text) ?? make(version, text);
  known.set(version + text, made);
  return made;
}

function make(version: KubernetesVersion, text: string): Record<string, string> {
  const directory = mkdtempSync(join(scratch, 'run-'));
  const config = join(directory, 'kubeadm.yaml');
  writeFileSync(config, text);
  for (const phase of ['control-plane all', ...(text.includes('external:') ? [] : ['etcd local'])]) {
    execFileSync(
      programs.get(version) ?? '',
      ['init', 'phase', ...phase.split(' '), `--config=${config}`, '--dry-run'],
      { env: { KUBEADM_INIT_DRYRUN_DIR: directory, PATH: '' }, stdio: 'pipe' },
    );
  }
  const paths = globSync('**/{kube-*,etcd}.yaml', { cwd: directory });
  return Object.fromEntries(
    paths.map((path) => [basename(path), readFileSync(join(directory, path), 'utf8')]),
  );
}

/** Left out on purpose: their names depend on etcd's version, and no rule asks. */
const NOT_PLANNED =
  /^--(?:experimental-initial-corrupt-check|experimental-watch-progress-notify-interval|feature-gates=InitialCorruptCheck|watch-progress-notify-interval)=/;

describe.each(CASES)('kubeadm $name', ({ version, text }) => {
  it('starts what is planned for its configuration, word by word', () => {
    const manifests = manifestsBy(version, text);
    const made = Object.values(manifests).map((manifest) => {
      const pod = parse(manifest) as { spec: { containers: [{ command: string[] }] } };
      return pod.spec.containers[0].command.filter((word) => !NOT_PLANNED.test(word));
    });
    const control = asFiles({ 'kubeadm.yaml': text }).processes.filter(
      ({ component }) => component !== 'kubelet' && component !== 'kube-proxy',
    );

    const planned = control.map(({ argv }) => valueIfPresent(argv) ?? []);
    expect(planned.map((words) => words.toSorted()).sort()).toEqual(
      made.map((words) => words.toSorted()).sort(),
    );
  });

  it('takes the versions that are planned', () => {
    const images = Object.values(manifestsBy(version, text)).map((manifest) => {
      const pod = parse(manifest) as { spec: { containers: [{ name: string; image: string }] } };
      const { name, image } = pod.spec.containers[0];
      return [name, /:v?(\d+\.\d+)/.exec(image)?.[1]];
    });
    const planned = asFiles({ 'kubeadm.yaml': text }).processes.map(({ component, version: found }) => [
      component,
      /^\d+\.\d+/.exec(valueIfPresent(found) ?? '')?.[0],
    ]);

    expect(planned).toEqual(expect.arrayContaining(images));
  });

  it('is judged like the manifests that it makes', () => {
    const components = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];
    const byConfiguration = judged(asFiles({ 'kubeadm.yaml': text }), { components });
    const byManifests = judged(asFiles(manifestsBy(version, text)), { components });

    expect(statuses(byConfiguration)).toEqual(statuses(byManifests));
    expect(byManifests.findings.some(({ status }) => status === 'pass')).toBe(true);
  });
});
