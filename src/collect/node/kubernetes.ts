import { posix } from 'node:path';
import type { Fact } from '../../model/fact.ts';
import { readBundle } from '../container/bundle.ts';
import { absent, fileOrigin, present, processOrigin } from '../facts.ts';
import type { Host } from '../host.ts';
import { baseName, type Candidate } from '../proc/candidates.ts';
import { parseContainer } from '../proc/parse.ts';
import { readValue } from '../reading.ts';
import { DPKG_STATUS, dpkgVersion } from '../version/dpkg.ts';
import { versionOfImage, versionOfPackage, versionOfPath } from '../version/normalise.ts';

/** Programs that carry Kubernetes' own version; the API server's counts first. */
const PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
] as const;

/** Kubernetes version of the node such as `v1.34.1`. */
export async function kubernetesFact(host: Host, list: readonly Candidate[]): Promise<Fact<string>> {
  for (const program of PROGRAMS) {
    const fact = fromProcesses(host, list, program) ?? (await fromManifests(host, program));
    if (fact !== null) return fact;
  }
  return fromPackages(host) ?? nowhere();
}

function nowhere(): Fact<string> {
  return absent(fileOrigin('/proc'), fileOrigin('/etc/kubernetes/manifests'), fileOrigin(DPKG_STATUS));
}

function fromProcesses(host: Host, list: readonly Candidate[], program: string): Fact<string> | null {
  for (const candidate of list) {
    const fact = baseName(candidate) === program ? fromProcess(host, candidate, program) : null;
    if (fact !== null) return fact;
  }
  return null;
}

function fromProcess(host: Host, candidate: Candidate, program: string): Fact<string> | null {
  const cgroup = readValue(host.proc.read(`${candidate.pid}/cgroup`));
  const bundle = readBundle(host, cgroup === undefined ? null : parseContainer(cgroup));
  const tag = bundle?.image ? versionOfImage(bundle.image) : null;
  if (bundle && tag) return present(`v${tag}`, fileOrigin(bundle.path));
  const version = candidate.executable === null ? null : versionOfPath(candidate.executable, program);
  return version === null ? null : present(`v${version}`, processOrigin(candidate.pid, 'exe'));
}

async function fromManifests(host: Host, program: string): Promise<Fact<string> | null> {
  const containers = await host.staticContainers();
  const container = containers.find(({ words }) => posix.basename(words[0] ?? '') === program);
  const version = container === undefined ? null : versionOfImage(container.image);
  return container && version ? present(`v${version}`, fileOrigin(container.manifest)) : null;
}

function fromPackages(host: Host): Fact<string> | null {
  const installed = dpkgVersion(host.files, 'kubelet');
  const version = installed === null ? null : versionOfPackage(installed);
  return version === null ? null : present(`v${version}`, fileOrigin(DPKG_STATUS));
}
