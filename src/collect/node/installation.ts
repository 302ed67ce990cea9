import { readValue } from '../../machine/reading.ts';
import type { Fact } from '../../model/fact.ts';
import { fileOrigin, present } from '../facts.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import type { OsRelease } from './os-release.ts';

const LIMIT = 64 * 1024;

/** Kubernetes version by files that a distribution writes about itself; null when there is none. */
export function fromInstallation(
  host: Host,
  list: readonly Candidate[],
  os: OsRelease | null,
): Fact<string> | null {
  return fromKind(host) ?? fromSnap(host, list) ?? fromBottlerocket(os) ?? fromOpenShift(os);
}

/** https://github.com/kubernetes-sigs/kind (images/node/README.md): holds Kubernetes' version. */
function fromKind(host: Host): Fact<string> | null {
  return versionIn(host, '/kind/version', /^(v\d+\.\d+\.\d+\S*)\s*$/);
}

/** MicroK8s gives its snap the version of the Kubernetes in it. */
function fromSnap(host: Host, list: readonly Candidate[]): Fact<string> | null {
  for (const { executable } of list) {
    const revision = /^\/snap\/microk8s\/[^/]+\//.exec(executable ?? '')?.[0];
    if (revision === undefined) continue;
    const fact = versionIn(host, `${revision}meta/snap.yaml`, /^version: ["']?(v\d+\.\d+\.\d+)["']?\s*$/m);
    if (fact !== null) return fact;
  }
  return null;
}

function versionIn(host: Host, path: string, form: RegExp): Fact<string> | null {
  const version = form.exec(readValue(host.files.read(path, LIMIT))?.toString('utf8') ?? '')?.[1];
  return version === undefined ? null : present(version, fileOrigin(path));
}

/** `aws-k8s-1.34`, `vmware-k8s-1.31`: every variant is built for one minor. */
function fromBottlerocket(os: OsRelease | null): Fact<string> | null {
  const minor = /^[a-z]+-k8s-(1\.\d+)/.exec(os?.get('VARIANT_ID') ?? '')?.[1];
  if (os === null || os.get('ID') !== 'bottlerocket' || minor === undefined) return null;
  return present(`v${minor}`, fileOrigin(os.path));
}

/** From 4.3 to 4.20, OpenShift 4.N was Kubernetes 1.(N + 13); what later ones do is not assumed. */
function fromOpenShift(os: OsRelease | null): Fact<string> | null {
  const minor = Number(/^4\.(\d+)$/.exec(os?.get('OPENSHIFT_VERSION') ?? '')?.[1] ?? Number.NaN);
  return os !== null && minor >= 3 && minor <= 20 ? present(`v1.${minor + 13}`, fileOrigin(os.path)) : null;
}
