import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { valueIfPresent } from '../../src/model/fact.ts';
import type { ProcessFacts, Snapshot } from '../../src/model/snapshot.ts';

const PKI = '/etc/kubernetes/pki';
/** What rules name by default, besides what cases plant. */
const KUBEADM_FILES = [
  ...['apiserver-etcd-client.crt', 'apiserver-etcd-client.key', 'sa.pub', 'sa.key'],
  ...['apiserver-kubelet-client.crt', 'apiserver-kubelet-client.key'],
];
const FLAGS = '/var/lib/kubelet/kubeadm-flags.env';
const UNIT = '/usr/lib/systemd/system/kubelet.service';
const VARIABLE = 'KUBELET_KUBEADM_ARGS';
/** What kubeadm's unit gives the kubelet by itself. */
const OF_THE_UNIT = /^--(?:bootstrap-kubeconfig|kubeconfig|config|config-dir)(?:=|$)/;

/** Where the words of a planted process stand, as on a node of kubeadm. */
export interface Source {
  readonly pid: number;
  readonly path: string;
  /** The words as the source has them now. */
  words(root: string): readonly string[];
}

/** Writes the files that would have started the processes of a case: cases plant processes, repairs edit files. */
export function plantSources(root: string, { processes }: Snapshot): readonly Source[] {
  plantKubeadmFiles(root);
  return processes.flatMap((process): readonly Source[] => {
    const argv = valueIfPresent(process.argv);
    if (argv === undefined || process.inside !== undefined) return [];
    if (process.component === 'kubelet') return [plantFlags(root, process, argv)];
    if (process.component === 'kube-proxy') return [];
    return [plantManifest(root, process, argv)];
  });
}

/** Files that rules name by default, unless the case has them. */
export function plantKubeadmFiles(root: string): void {
  for (const name of KUBEADM_FILES) {
    if (!existsSync(join(root, PKI, name))) write(root, `${PKI}/${name}`, 'of kubeadm');
  }
}

function plantFlags(root: string, { pid }: ProcessFacts, argv: readonly string[]): Source {
  const [program = '', ...words] = argv;
  const own = words.filter((word) => OF_THE_UNIT.test(word));
  const rest = words.filter((word) => !OF_THE_UNIT.test(word));
  if (!existsSync(join(root, FLAGS))) write(root, FLAGS, `# by kubeadm\n${VARIABLE}="${rest.join(' ')}"\n`);
  plantUnit(root, pid, program, own);
  return {
    pid,
    path: FLAGS,
    words: (at) => {
      const text = readFileSync(join(at, FLAGS), 'utf8');
      const value = new RegExp(`^${VARIABLE}="(.*)"$`, 'm').exec(text)?.[1] ?? '';
      return [program, ...own, ...(value.match(/\S+/g) ?? [])];
    },
  };
}

/**
 * The unit as kubeadm's packages have it, unless the case has one.
 * https://github.com/kubernetes/release/blob/v0.18.0/cmd/krel/templates/latest/kubeadm/10-kubeadm.conf
 */
function plantUnit(root: string, pid: number, program: string, own: readonly string[]): void {
  const cgroup = `proc/${pid}/cgroup`;
  if (existsSync(join(root, UNIT)) || existsSync(join(root, cgroup))) return;
  write(root, UNIT, `[Service]\nExecStart=${program}\nRestart=always\n`);
  write(
    root,
    `${UNIT}.d/10-kubeadm.conf`,
    `[Service]
Environment="KUBELET_CONFIG_ARGS=${own.join(' ')}"
EnvironmentFile=-${FLAGS}
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=${program} $KUBELET_CONFIG_ARGS $${VARIABLE} $KUBELET_EXTRA_ARGS
`,
  );
  write(root, cgroup, '0::/system.slice/kubelet.service\n');
}

function plantManifest(root: string, { component, pid }: ProcessFacts, argv: readonly string[]): Source {
  const path = `/etc/kubernetes/manifests/${component}-${pid}.yaml`;
  write(root, path, manifest(component, pid, argv));
  return {
    pid,
    path,
    words: (at) => {
      const pod = parse(readFileSync(join(at, path), 'utf8')) as {
        spec: { containers: [{ command: string[] }] };
      };
      return pod.spec.containers[0].command;
    },
  };
}

function manifest(component: string, pid: number, argv: readonly string[]): string {
  const words = argv.map((word, index) => `    - ${JSON.stringify(word)} # word ${index}\n`).join('');
  return `# planted for a repair
apiVersion: v1
kind: Pod
metadata:
  name: ${component}-${pid} # static
  namespace: kube-system
spec:
  hostNetwork: true
  containers:
  - command:
${words}    image: registry.example/${component}@sha256:${'0'.repeat(64)}
    name: ${component}
    volumeMounts:
    - mountPath: /etc/kubernetes
      name: kubernetes # all of it
      readOnly: true
  volumes:
  - hostPath: {path: /etc/kubernetes, type: Directory}
    name: kubernetes
`;
}

/** A file of the planted node, for its owner alone. */
export function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { mode: 0o600 });
}

/** The processes as they would have been started from their sources as these are now. */
export function restart(root: string, sources: readonly Source[]): void {
  for (const source of sources) {
    const words = source.words(root).map((word) => `${word}\0`);
    writeFileSync(join(root, `proc/${source.pid}/cmdline`), words.join(''));
  }
}
