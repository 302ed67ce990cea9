import type { Ingress, Namespace, NetworkPolicy, Node, Service } from '../../../model/cluster/objects.ts';
import { pickedTexts, type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';

const POD_SECURITY = 'pod-security.kubernetes.io/';

export function namespaceOf(object: Raw): Namespace {
  const metadata = rawOf(object.metadata);
  const labels = pickedTexts(metadata.labels, (key) => key.startsWith(POD_SECURITY));
  return {
    name: textOf(metadata.name),
    phase: textOf(rawOf(object.status).phase),
    podSecurity: Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [key.slice(POD_SECURITY.length), value]),
    ),
  };
}

/** Keys that tell who provides or installed a node. */
const PROVIDER =
  /(^|\.)(eks\.amazonaws\.com|karpenter\.sh|kubernetes\.azure\.com|cloud\.google\.com|openshift\.io|kops\.k8s\.io|minikube\.k8s\.io|microk8s\.io|k3s\.io|rke2\.io|rke\.cattle\.io|k0sproject\.io|talos\.dev|kubermatic\.k8c\.io|doks\.digitalocean\.com|oraclecloud\.com)\//;
const KIND_OF_MACHINE = new Set([
  'node.kubernetes.io/instance-type',
  'kubernetes.io/arch',
  'kubernetes.io/os',
]);
const ROLE = 'node-role.kubernetes.io/';

export function nodeOf(object: Raw): Node {
  const metadata = rawOf(object.metadata);
  const info = rawOf(rawOf(object.status).nodeInfo);
  return {
    name: textOf(metadata.name),
    os: textOf(info.operatingSystem),
    architecture: textOf(info.architecture),
    kubelet: textOf(info.kubeletVersion),
    containerRuntime: textOf(info.containerRuntimeVersion),
    osImage: textOf(info.osImage),
    providerID: textOf(rawOf(object.spec).providerID),
    roles: rolesOf(rawOf(metadata.labels)),
    labels: pickedTexts(metadata.labels, (key) => PROVIDER.test(key) || KIND_OF_MACHINE.has(key)),
    annotations: Object.keys(rawOf(metadata.annotations))
      .filter((key) => PROVIDER.test(key) || key === 'kubeadm.alpha.kubernetes.io/cri-socket')
      .sort(),
  };
}

function rolesOf(labels: Raw): string[] {
  const named = Object.keys(labels).flatMap((key) => (key.startsWith(ROLE) ? [key.slice(ROLE.length)] : []));
  const role = textOf(labels['kubernetes.io/role']);
  return [...new Set(role === '' ? named : [...named, role])].sort();
}

export function networkPolicyOf(object: Raw): NetworkPolicy {
  const metadata = rawOf(object.metadata);
  const spec = rawOf(object.spec);
  const selector = rawOf(spec.podSelector);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    everyPod:
      Object.keys(rawOf(selector.matchLabels)).length === 0 && rawsOf(selector.matchExpressions).length === 0,
    directions: textsOf(spec.policyTypes).sort(),
    ingressRules: rawsOf(spec.ingress).length,
    egressRules: rawsOf(spec.egress).length,
  };
}

export function serviceOf(object: Raw): Service {
  const metadata = rawOf(object.metadata);
  const spec = rawOf(object.spec);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    type: textOf(spec.type),
    externalIPs: textsOf(spec.externalIPs),
    loadBalancer: Object.keys(rawOf(metadata.annotations))
      .filter((key) => key.includes('load-balancer'))
      .sort(),
  };
}

export function ingressOf(object: Raw): Ingress {
  const metadata = rawOf(object.metadata);
  const spec = rawOf(object.spec);
  const tls = rawsOf(spec.tls).map(({ hosts }) => textsOf(hosts));
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    hosts: [...new Set(rawsOf(spec.rules).map(({ host }) => textOf(host)))]
      .filter((host) => host !== '')
      .sort(),
    tlsHosts: [...new Set(tls.flat())].sort(),
    tlsForAll: tls.some((hosts) => hosts.length === 0),
  };
}

export function nameOf(object: Raw): string {
  return textOf(rawOf(object.metadata).name);
}
