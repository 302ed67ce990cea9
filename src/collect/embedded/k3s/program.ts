import { type Reading, readValue } from '../../../machine/reading.ts';
import type { Fact } from '../../../model/fact.ts';
import { notReadable, present, processOrigin } from '../../facts.ts';
import type { Candidate } from '../../proc/candidates.ts';
import type { ProcessRoot } from '../../process-root.ts';
import { buildInfo } from '../build/build-info.ts';
import { linkedText, moduleVersion } from '../build/versions.ts';
import { type Release, releaseOf } from './release.ts';

/** What the program says of itself. */
export interface Program {
  release: Fact<Release>;
  /** Version of the etcd in it. */
  etcd: Fact<string>;
}

const VERSION = 'github.com/k3s-io/k3s/pkg/version.Version';

/**
 * Versions of a running K3s and of the etcd in it, from what its program was built from: K3s' own version, or that of
 * the Kubernetes in it where the flags of the build were not recorded.
 */
export function programOf(root: Reading<ProcessRoot>, candidate: Candidate): Program {
  const origin = processOrigin(candidate.pid, 'exe');
  const unknown = (why: string) => notReadable(origin, `the version of K3s: ${why}`);
  const path = candidate.executable;
  if (path === null || candidate.deleted || root.state !== 'read') {
    const why = candidate.deleted ? 'its program has been replaced' : 'its program cannot be read';
    return { release: unknown(why), etcd: unknown(why) };
  }
  const info = buildInfo(root.value.fs, path);
  const lines = readValue(info);
  if (lines === undefined) {
    const why = `${path}: ${info.state === 'unreadable' ? info.reason : 'not there'}`;
    return { release: unknown(why), etcd: unknown(why) };
  }
  const text = linkedText(lines, VERSION) ?? moduleVersion(lines, 'k8s.io/kubernetes') ?? '';
  const release = releaseOf(text.replace(/-(k3s\d+)$/, '+$1'));
  const etcd = /^v(\d+\.\d+\.\d+)/.exec(moduleVersion(lines, 'go.etcd.io/etcd/server/v3') ?? '')?.[1];
  return {
    release: release === null ? unknown(`${path} does not say it`) : present(release, origin),
    etcd: etcd === undefined ? unknown(`${path} does not name an etcd`) : present(etcd, origin),
  };
}
