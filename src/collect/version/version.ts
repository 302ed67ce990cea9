import type { Component } from '../../components/component.ts';
import type { Reading } from '../../machine/reading.ts';
import type { Fact } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import type { Bundle } from '../container/bundle.ts';
import { startedProgram } from '../container/started-program.ts';
import type { StaticContainer } from '../container/static-pods.ts';
import { absent, fileOrigin, notReadable, present, processOrigin } from '../facts.ts';
import type { Host } from '../host.ts';
import type { Candidate } from '../proc/candidates.ts';
import type { ProcessRoot } from '../process-root.ts';
import { DPKG_STATUS, dpkgVersion } from './dpkg.ts';
import { versionOfImage, versionOfPackage, versionOfPath } from './normalise.ts';

export interface VersionContext {
  host: Host;
  component: Component;
  candidate: Candidate;
  container: string | null;
  root: Reading<ProcessRoot>;
  bundle: () => Bundle | null;
}

interface Source {
  /** Where it would be, for the report that it is not. */
  lookedAt(context: VersionContext): Origin;
  find(context: VersionContext): Promise<Found | null> | Found | null;
}

interface Found {
  version: string;
  origin: Origin;
}

/** In order of trust. The process's own answer, which beats them all, is a probe and not asked here. */
const SOURCES: readonly Source[] = [
  { lookedAt: ({ candidate }) => processOrigin(candidate.pid, 'cgroup'), find: fromBundle },
  { lookedAt: () => fileOrigin('/etc/kubernetes/manifests'), find: fromManifest },
  { lookedAt: ({ candidate }) => processOrigin(candidate.pid, 'exe'), find: fromExecutable },
  { lookedAt: () => fileOrigin(DPKG_STATUS), find: fromPackage },
];

/** Version of the program that runs, without `v`, as far as the machine shows it. */
export async function versionFact(context: VersionContext): Promise<Fact<string>> {
  for (const source of SOURCES) {
    const found = await source.find(context);
    if (found !== null) return present(found.version, found.origin);
  }
  if (context.root.state === 'unreadable') {
    return notReadable(processOrigin(context.candidate.pid, 'root'), context.root.reason);
  }
  return absent(...SOURCES.map((source) => source.lookedAt(context)));
}

function fromBundle({ bundle }: VersionContext): Found | null {
  const started = bundle();
  const version = started?.image ? versionOfImage(started.image) : null;
  return started && version ? { version, origin: fileOrigin(started.path) } : null;
}

async function fromManifest(context: VersionContext): Promise<Found | null> {
  const { name } = context.component;
  const containers = (await context.host.staticContainers()).filter(
    ({ words }) => startedProgram(words, [name]) === name,
  );
  const container = chosen(containers, context);
  const version = container === null ? null : versionOfImage(container.image);
  return container && version ? { version, origin: fileOrigin(container.manifest) } : null;
}

/** A manifest says nothing about a process outside containers, unless it was started with the very same words. */
function chosen(containers: readonly StaticContainer[], context: VersionContext): StaticContainer | null {
  const same = containers.filter(({ words }) => words.join('\0') === context.candidate.argv.join('\0'));
  const contained = context.container !== null || context.host.source === 'captured';
  const candidates = same.length === 0 && contained ? containers : same;
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function fromExecutable({ candidate, component }: VersionContext): Found | null {
  const version = candidate.executable === null ? null : versionOfPath(candidate.executable, component.name);
  return version === null ? null : { version, origin: processOrigin(candidate.pid, 'exe') };
}

/** Says something only while the file of the package is what runs. */
function fromPackage({ candidate, component, root }: VersionContext): Found | null {
  if (root.state !== 'read' || candidate.deleted) return null;
  for (const { name, executable } of component.packages) {
    if (executable !== candidate.executable) continue;
    const installed = dpkgVersion(root.value.fs, name);
    const version = installed === null ? null : versionOfPackage(installed);
    if (version !== null) return { version, origin: fileOrigin(DPKG_STATUS) };
  }
  return null;
}
