import { posix } from 'node:path';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { authoritiesBeside, certificatesIn } from '../etcd/authorities.ts';
import { etcdText } from './etcd-settings.ts';
import type { FlagEdit } from './flag-edits.ts';
import { NotNow, type PlanInput, type Task } from './input.ts';
import { hostPathOf, type StaticPod } from './static-pod.ts';

/**
 * Flags for the authorities that a rule needs and that are not set: the file beside the certificate that is shown to
 * the same side, with the authority that issued it. Throws NotNow when there is none, or several that differ.
 */
export function authorityEdits(
  input: PlanInput,
  process: ProcessFacts,
  pod: StaticPod | null,
  { fix }: Task,
): readonly FlagEdit[] {
  return Object.entries(fix.authority ?? {}).flatMap(([flag, of]) => {
    if (etcdText(process, flag) !== null) return [];
    const certificate = etcdText(process, of);
    if (certificate === null)
      throw new NotNow(
        'prerequisite',
        `Neither --${flag} nor --${of} is set: there is no authority to check by.`,
      );
    return [{ flag, value: authorityBeside(input, process, pod, flag, certificate) }];
  });
}

/** The file of authorities beside a certificate that issued it, as etcd would name it. Throws NotNow without exactly one. */
export function authorityBeside(
  { files }: PlanInput,
  process: ProcessFacts,
  pod: StaticPod | null,
  flag: string,
  certificate: string,
): string {
  const named = posix.resolve(valueIfPresent(process.workingDirectory) ?? '/', certificate);
  const host = pod === null ? named : (hostPathOf(pod, named)?.path ?? named);
  const found = authoritiesBeside(files, host);
  const [first] = found;
  if (first === undefined) {
    const there = certificatesIn(files, host).length > 0;
    throw new NotNow(
      'prerequisite',
      there
        ? `--${flag} is not set, and no file beside ${host} holds the authority that issued it.`
        : `--${flag} is not set, and ${host} cannot be read.`,
      `put the authority's certificate beside ${host}, then plan again`,
    );
  }
  const keys = new Set(found.map(({ certificates }) => certificates.map((one) => one.fingerprint256).join()));
  if (keys.size > 1) {
    const paths = found.map(({ path }) => path).join(', ');
    throw new NotNow(
      'prerequisite',
      `Which of ${paths} is to be --${flag} is not clear.`,
      `set --${flag} to one`,
    );
  }
  return posix.join(posix.dirname(named), posix.basename(first.path));
}
