/** Short names of kubectl for kinds of the API, by their plural. */
const SHORT: Readonly<Record<string, string>> = {
  psp: 'podsecuritypolicies',
  podsecuritypolicy: 'podsecuritypolicies',
  ns: 'namespaces',
  no: 'nodes',
  po: 'pods',
  sa: 'serviceaccounts',
  netpol: 'networkpolicies',
  networkpolicy: 'networkpolicies',
  svc: 'services',
  deploy: 'deployments',
  ds: 'daemonsets',
  sts: 'statefulsets',
  rs: 'replicasets',
  ing: 'ingresses',
  ingress: 'ingresses',
};

/** The plural that the API has for a kind as kubectl takes it. */
export function objectKind(name: string): string {
  const kind = name.toLowerCase();
  if (Object.hasOwn(SHORT, kind)) return SHORT[kind] ?? kind;
  return kind.endsWith('s') ? kind : `${kind}s`;
}
