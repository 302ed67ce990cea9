/** Environment files that are known by their paths, and the component that the variables in them are for. */
const FORMS: readonly (readonly [path: RegExp, variable: RegExp, component: string])[] = [
  [/(?:^|\/)kubeadm-flags\.env$/, /^KUBELET_KUBEADM_ARGS$/, 'kubelet'],
  [/(?:^|\/)(?:default|sysconfig)\/kubelet$/, /^KUBELET_\w+$/, 'kubelet'],
  [/(?:^|\/)etcd\.env$/, /^ETCD_\w+$/, 'etcd'],
];

/** A file that is not looked into for objects; whether it is an environment file, what names it decides. */
export function isEnvironmentFile(path: string): boolean {
  return path.endsWith('.env') || FORMS.some(([form]) => form.test(path));
}

/** The component whose environment file this is by its path, and which of its variables are for it. */
export function environmentOf(path: string): { component: string; variable: RegExp } | null {
  const found = FORMS.find(([form]) => form.test(path));
  return found === undefined ? null : { component: found[2], variable: found[1] };
}
