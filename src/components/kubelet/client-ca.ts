import { valueIfPresent } from '../../model/fact.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { withMissing } from '../kubernetes/missing-file.ts';
import { shownPath } from '../shown-path.ts';
import { kubeletPki } from './flags.ts';
import type { InForce } from './reading.ts';

/**
 * The CA of client certificates. A kubelet that runs has read it once and reads it again when it changes; where it is
 * gone or broken now, the next start fails.
 */
export function clientCa({ setting, process }: InForce): EffectiveSetting {
  const authority = withMissing(process, setting('client-ca-file'), kubeletPki);
  if (typeof authority.value !== 'string' || authority.undecided !== undefined) return authority;
  const problem = problemOf(process.files[authority.value]);
  return problem === null ? authority : { ...authority, undecided: { status: 'error', reason: problem } };
}

type FileFact = InForce['process']['files'][string];

function problemOf(fact: FileFact | undefined): string | null {
  const file = valueIfPresent(fact);
  const content = valueIfPresent(file?.content);
  if (file === undefined || content?.kind !== 'broken-certificates') return null;
  return `The client-ca-file ${shownPath(file)} cannot be used: ${content.problem}.`;
}
