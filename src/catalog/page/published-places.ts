/** Where published pages look for the files that rules judge, by the rules' name for them. */
export interface PublishedPlace {
  property: string;
  /** The path in its commands. */
  path?: string;
  /** The flag that names it. */
  flag?: { component: string; name: string };
  /** What a sentence calls it: `the kubelet config file`. */
  called?: RegExp;
}

const MANIFESTS = '/etc/kubernetes/manifests';

const PUBLISHED_PLACES: readonly PublishedPlace[] = [
  { property: 'apiserver-manifest', path: `${MANIFESTS}/kube-apiserver.yaml` },
  { property: 'kcm-manifest', path: `${MANIFESTS}/kube-controller-manager.yaml` },
  { property: 'scheduler-manifest', path: `${MANIFESTS}/kube-scheduler.yaml` },
  { property: 'etcd-manifest', path: `${MANIFESTS}/etcd.yaml` },
  { property: 'etcd-datadir', path: '/var/lib/etcd', flag: { component: 'etcd', name: 'data-dir' } },
  { property: 'admin-kubeconfig', path: '/etc/kubernetes/admin.conf' },
  {
    property: 'scheduler-kubeconfig',
    path: '/etc/kubernetes/scheduler.conf',
    flag: { component: 'kube-scheduler', name: 'kubeconfig' },
  },
  {
    property: 'kcm-kubeconfig',
    path: '/etc/kubernetes/controller-manager.conf',
    flag: { component: 'kube-controller-manager', name: 'kubeconfig' },
  },
  { property: 'kubelet-service', path: '/etc/systemd/system/kubelet.service.d/10-kubeadm.conf' },
  { property: 'proxy-kubeconfig', flag: { component: 'kube-proxy', name: 'kubeconfig' } },
  {
    property: 'kubelet-kubeconfig',
    path: '/etc/kubernetes/kubelet.conf',
    flag: { component: 'kubelet', name: 'kubeconfig' },
    called: /^(?:the )?kubelet kubeconfig$/i,
  },
  { property: 'kubelet-client-ca', flag: { component: 'kubelet', name: 'client-ca-file' } },
  {
    property: 'kubelet-config',
    path: '/var/lib/kubelet/config.yaml',
    flag: { component: 'kubelet', name: 'config' },
    called: /^(?:the )?kubelet config(?:uration)?$/i,
  },
  { property: 'azure-json', path: '/etc/kubernetes/azure.json' },
];

export function publishedPlace(property: string): PublishedPlace | null {
  return PUBLISHED_PLACES.find((one) => one.property === property) ?? null;
}

export function placeByPath(path: string): string | null {
  return PUBLISHED_PLACES.find((one) => one.path === path)?.property ?? null;
}

export function placeByFlag(component: string, name: string): string | null {
  const found = PUBLISHED_PLACES.find(({ flag }) => flag?.component === component && flag.name === name);
  return found?.property ?? null;
}

export function placeByName(what: string): string | null {
  return PUBLISHED_PLACES.find(({ called }) => called?.test(what))?.property ?? null;
}
