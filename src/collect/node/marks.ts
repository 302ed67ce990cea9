import { posix } from 'node:path';
import type { Host } from '../host.ts';
import { baseName, type Candidate } from '../proc/candidates.ts';
import { commandOf, isDaemon } from '../proc/command.ts';
import type { OsRelease } from './os-release.ts';

/** One trace by which a distribution is known. */
export type Mark =
  /** A process of this name, unless it is only a tool of the distribution. */
  | { kind: 'program'; name: string }
  /** A process whose executable lies below this directory. */
  | { kind: 'executable'; below: string }
  /** A kubelet with this text in one of its arguments. */
  | { kind: 'kubelet-argument'; holds: string }
  /** The suffix that the distribution gives to Kubernetes' version. */
  | { kind: 'version'; suffix: RegExp }
  /** Variables of os-release that start with these values. */
  | { kind: 'os-release'; starts: Readonly<Record<string, string>> }
  /** All of these exist. */
  | { kind: 'files'; there: readonly string[] };

/** What marks are looked for in. */
export interface Scene {
  host: Host;
  candidates: readonly Candidate[];
  /** Kubernetes version of the node; null when it is not known. */
  kubernetes: string | null;
  os: OsRelease | null;
}

/** What was seen, to be read after "Recognised by"; null when the mark is not there. */
export function seen(mark: Mark, scene: Scene): string | null {
  switch (mark.kind) {
    case 'program':
      return withPid(
        `the program ${mark.name}`,
        scene,
        (one) => commandOf(one).program === mark.name && isDaemon(one),
      );
    case 'executable':
      return withPid(`an executable below ${mark.below}`, scene, (one) =>
        (one.executable ?? '').startsWith(mark.below),
      );
    case 'kubelet-argument':
      return withPid(
        `${mark.holds} in the arguments of the kubelet`,
        scene,
        (one) => isKubelet(one) && one.argv.some((word) => word.includes(mark.holds)),
      );
    case 'version':
      return scene.kubernetes !== null && mark.suffix.test(scene.kubernetes)
        ? `the Kubernetes version ${scene.kubernetes}`
        : null;
    case 'os-release':
      return inOsRelease(mark.starts, scene.os);
    case 'files':
      return inFiles(mark.there, scene.host);
  }
}

function withPid(what: string, { candidates }: Scene, is: (candidate: Candidate) => boolean): string | null {
  const found = candidates.find(is);
  return found === undefined ? null : `${what} (pid ${found.pid})`;
}

/** RKE2 and others start it by its bare name, older releases as a part of hyperkube. */
function isKubelet(candidate: Candidate): boolean {
  return baseName(candidate) === 'kubelet' || posix.basename(candidate.argv[0] ?? '') === 'kubelet';
}

function inOsRelease(starts: Readonly<Record<string, string>>, os: OsRelease | null): string | null {
  const wanted = Object.entries(starts);
  if (os === null || !wanted.every(([name, start]) => os.get(name)?.startsWith(start))) return null;
  return `${wanted.map(([name]) => `${name}=${os.get(name)}`).join(' and ')} in ${os.path}`;
}

function inFiles(there: readonly string[], host: Host): string | null {
  return there.every((path) => host.files.stat(path).state === 'read') ? there.join(' and ') : null;
}
