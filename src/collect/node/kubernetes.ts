import { parseContainer } from '../../machine/proc/parse.ts';
import { readValue } from '../../machine/reading.ts';
import type { Fact } from '../../model/fact.ts';
import { readBundle } from '../container/bundle.ts';
import { startedProgram } from '../container/started-program.ts';
import { absent, fileOrigin, present, processOrigin } from '../facts.ts';
import type { Host } from '../host.ts';
import { baseName, type Candidate } from '../proc/candidates.ts';
import { DPKG_STATUS, dpkgVersion } from '../version/dpkg.ts';
import { versionOfImage, versionOfPackage, versionOfPath } from '../version/normalise.ts';
import { fromInstallation } from './installation.ts';
import type { OsRelease } from './os-release.ts';
import { vendorSuffix } from './vendor-suffix.ts';

/** Programs that carry Kubernetes' own version; the API server's counts first. */
const PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
] as const;

/** Kubernetes version of the node such as `v1.34.1`, with the suffix of a distribution where one is seen. */
export async function kubernetesFact(
  host: Host,
  list: readonly Candidate[],
  os: OsRelease | null,
): Promise<Fact<string>> {
  for (const program of PROGRAMS) {
    const fact = fromProcesses(host, list, program) ?? (await fromManifests(host, program));
    if (fact !== null) return fact;
  }
  return fromPackages(host) ?? fromInstallation(host, list, os) ?? nowhere();
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
  const tagged = bundle?.image ? imageVersion(bundle.image) : null;
  if (bundle && tagged) return present(tagged, fileOrigin(bundle.path));
  const path = candidate.executable;
  const version = path === null ? null : versionOfPath(path, program);
  if (path === null || version === null) return null;
  return present(`v${version}${vendorSuffix(path)}`, processOrigin(candidate.pid, 'exe'));
}

function imageVersion(image: string): string | null {
  const version = versionOfImage(image);
  return version === null ? null : `v${version}${vendorSuffix(image)}`;
}

async function fromManifests(host: Host, program: string): Promise<Fact<string> | null> {
  const containers = await host.staticContainers();
  const container = containers.find(({ words }) => startedProgram(words, [program]) === program);
  const version = container === undefined ? null : imageVersion(container.image);
  return container && version ? present(version, fileOrigin(container.manifest)) : null;
}

function fromPackages(host: Host): Fact<string> | null {
  const installed = dpkgVersion(host.files, 'kubelet');
  const version = installed === null ? null : versionOfPackage(installed);
  return version === null ? null : present(`v${version}`, fileOrigin(DPKG_STATUS));
}
