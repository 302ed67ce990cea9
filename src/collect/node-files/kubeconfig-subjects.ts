import type { Reading } from '../../machine/reading.ts';
import type { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { NodeFile } from '../../model/node-files.ts';
import type { FileContent, ProcessFacts } from '../../model/snapshot.ts';

/**
 * Kubeconfigs with the subject of their client certificate, as far as they can be read. Nothing else of them is kept.
 * Those that a process uses are among its own facts already.
 */
export async function withSubjects(
  fs: RootedFs,
  files: readonly NodeFile[],
  processes: readonly ProcessFacts[],
): Promise<NodeFile[]> {
  const used = new Set(processes.flatMap(kubeconfigsUsed));
  const isNews = (file: NodeFile) => isKubeconfig(file) && !used.has(file.path);
  if (!files.some(isNews)) return [...files];
  const { readKubeconfig } = await import('../files/kubeconfig.ts');
  return files.map((file) =>
    isNews(file) ? { ...file, ...subjectIn(readKubeconfig(fs, file.path)) } : file,
  );
}

/** Paths on the host of kubeconfigs that are among the facts of a process. */
function kubeconfigsUsed({ files }: ProcessFacts): string[] {
  return Object.values(files).flatMap((fact) => {
    const file = valueIfPresent(fact);
    return file?.hostPath && valueIfPresent(file.content)?.kind === 'kubeconfig' ? [file.hostPath] : [];
  });
}

type Subject = Pick<NodeFile, 'clientCertificate' | 'clientCertificateHidden'>;

/** Nothing for a kubeconfig without a client certificate, and for a file that is no kubeconfig. */
function subjectIn(reading: Reading<FileContent>): Subject {
  if (reading.state === 'unreadable') return { clientCertificateHidden: reading.reason };
  if (reading.state === 'missing' || reading.value.kind !== 'kubeconfig') return {};
  const { credential, certificate } = reading.value;
  if (certificate !== null) return { clientCertificate: certificate.subject };
  if (credential !== 'certificate') return {};
  return { clientCertificateHidden: 'the client certificate that it names could not be read' };
}

function isKubeconfig({ group, attributes }: NodeFile): boolean {
  return group.endsWith('-kubeconfig') && attributes.state === 'present' && attributes.value.type === 'file';
}
