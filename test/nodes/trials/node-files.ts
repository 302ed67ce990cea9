import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import type { Node } from '../node.ts';
import { until } from '../until.ts';
import { changeFile, type Mend, type NodeTrial } from './node-trial.ts';

const NOBODY = [65_534, 65_534] as const;
const ROOT_AND_USERS = [0, 100] as const;
const CONFLIST = '/etc/cni/net.d/10-pods.conflist';

/** Files by the rules on them, and a mode that each forbids. */
const FILES: readonly { file: string; path: string; mode: number }[] = [
  { file: 'apiserver-manifest', path: '/etc/kubernetes/manifests/kube-apiserver.yaml', mode: 0o640 },
  { file: 'kcm-manifest', path: '/etc/kubernetes/manifests/kube-controller-manager.yaml', mode: 0o604 },
  { file: 'scheduler-manifest', path: '/etc/kubernetes/manifests/kube-scheduler.yaml', mode: 0o620 },
  { file: 'etcd-manifest', path: '/etc/kubernetes/manifests/etcd.yaml', mode: 0o644 },
  { file: 'cni', path: CONFLIST, mode: 0o644 },
  { file: 'etcd-datadir', path: '/var/lib/etcd', mode: 0o710 },
  { file: 'admin-kubeconfig', path: '/etc/kubernetes/super-admin.conf', mode: 0o640 },
  { file: 'scheduler-kubeconfig', path: '/etc/kubernetes/scheduler.conf', mode: 0o644 },
  { file: 'kcm-kubeconfig', path: '/etc/kubernetes/controller-manager.conf', mode: 0o601 },
  {
    file: 'kubelet-service',
    path: '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf',
    mode: 0o666,
  },
  { file: 'proxy-kubeconfig', path: '/etc/kubernetes/kube-proxy.conf', mode: 0o644 },
  { file: 'kubelet-kubeconfig', path: '/etc/kubernetes/kubelet.conf', mode: 0o640 },
  { file: 'kubelet-client-ca', path: '/etc/kubernetes/pki/ca.crt', mode: 0o664 },
  { file: 'kubelet-config', path: '/var/lib/kubelet/config.yaml', mode: 0o644 },
];

function modeTrial(rule: string, path: string, mode: number): NodeTrial {
  return {
    rule,
    what: `${path} ${mode.toString(8)}`,
    break: async (node) => later(changeFile(node, path, { mode })),
  };
}

function ownerTrial(rule: string, path: string, owner: readonly [number, number]): NodeTrial {
  const what = `${path} of ${owner.join(':')}`;
  return { rule, what, break: async (node) => later(changeFile(node, path, { owner })) };
}

function later(undo: () => void): Mend {
  return async () => undo();
}

const OTHERS: readonly NodeTrial[] = [
  modeTrial('files-pki-cert-mode', '/etc/kubernetes/pki/etcd/peer.crt', 0o646),
  modeTrial('files-pki-key-mode', '/etc/kubernetes/pki/front-proxy-client.key', 0o604),
  ownerTrial('files-pki-owner', '/etc/kubernetes/pki/etcd', NOBODY),
  ownerTrial('files-cni-owner', '/etc/cni/net.d', ROOT_AND_USERS),
  {
    rule: 'files-kubelet-config-mode',
    what: 'an open drop-in',
    break: async (node) =>
      later(changeFile(node, '/etc/kubernetes/kubelet.conf.d/10-hardened.conf', { mode: 0o644 })),
  },
  {
    rule: 'files-admin-kubeconfig-mode',
    what: 'a link to an open copy',
    break: async (node) => later(linkToCopy(node, '/etc/kubernetes/admin.conf', '/var/lib/admin.conf')),
  },
  {
    rule: 'files-azure-json-mode',
    what: 'an open file',
    benchmark: 'cis-aks@1.8',
    break: async (node) =>
      later(changeFile(node, '/etc/kubernetes/azure.json', { text: () => '{}\n', mode: 0o666 })),
  },
  {
    rule: 'files-azure-json-owner',
    what: 'a file of nobody',
    benchmark: 'cis-aks@1.8',
    break: async (node) =>
      later(changeFile(node, '/etc/kubernetes/azure.json', { text: () => '{}\n', owner: NOBODY })),
  },
];

/** The path itself becomes a link, as configuration management leaves it. */
function linkToCopy(node: Node, path: string, copy: string): () => void {
  const [from, to] = [node.outside(path), node.outside(copy)];
  copyFileSync(from, to);
  const undo = changeFile(node, copy, { mode: 0o644 });
  renameSync(from, `${from}.kept`);
  symlinkSync(copy, from);
  return () => {
    undo();
    rmSync(to);
    renameSync(`${from}.kept`, from);
  };
}

/** The runtime takes its CNI configuration from another place, where the file is open. */
const ELSEWHERE = '/etc/containerd/net.d';
const OTHER_DIRECTORY: NodeTrial = {
  rule: 'files-cni-mode',
  what: `an open file in ${ELSEWHERE}, where the runtime's configuration says`,
  break: async (node) => {
    mkdirSync(node.outside(ELSEWHERE));
    copyFileSync(node.outside(CONFLIST), node.outside(`${ELSEWHERE}/10-pods.conflist`));
    const undo = changeFile(node, `${ELSEWHERE}/10-pods.conflist`, { mode: 0o644 });
    const back = changeFile(node, '/etc/containerd/config.toml', {
      text: (old) => old.replace('/etc/cni/net.d', ELSEWHERE),
    });
    await restartContainerd(node);
    return async () => {
      undo();
      back();
      rmSync(node.outside(ELSEWHERE), { recursive: true });
      await restartContainerd(node);
    };
  },
};

/** Its Pods run on meanwhile. */
async function restartContainerd(node: Node): Promise<void> {
  const { pid } = node.process('containerd');
  process.kill(pid, 'SIGTERM');
  await until('containerd ends', 20_000, () => (existsSync(`/proc/${pid}`) ? null : true));
  await node.must(['bash', '-c', 'setsid --fork containerd </dev/null >>/run/containerd.log 2>&1']);
  await until('containerd answers', 20_000, async () => {
    const { code } = await node.exec(['ctr', 'version']);
    return code === 0 || null;
  });
}

/** Every rule on files that a real node can be made to miss. */
export const FILE_TRIALS: readonly NodeTrial[] = [
  ...FILES.flatMap(({ file, path, mode }) => [
    modeTrial(`files-${file}-mode`, path, mode),
    ownerTrial(`files-${file}-owner`, path, NOBODY),
  ]),
  ...OTHERS,
  OTHER_DIRECTORY,
];
