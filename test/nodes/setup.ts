import { build } from '../../tools/build.ts';
import { sayOnStderr } from './programs/cache.ts';
import { findKubernetes, KUBERNETES_VERSIONS, type KubernetesVersion } from './programs/kubernetes.ts';

/** Brings every program that the tests run before the first of them starts, and builds ours: scans inside a node run it. */
export default async function bringPrograms(): Promise<void> {
  await build();
  for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
    await findKubernetes(version, sayOnStderr);
  }
}
