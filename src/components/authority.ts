import { valueIfPresent } from '../model/fact.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { shownPath } from './shown-path.ts';
import type { AuthorityKeys } from './subject.ts';

/** Public keys in a CA file as the process sees it. */
export function authorityKeys(process: ProcessFacts, path: string): AuthorityKeys {
  const fact = process.files[path];
  if (fact === undefined) return { state: 'hidden', because: `${path} was not collected` };
  if (fact.state === 'unreadable') return { state: 'hidden', because: `${path}: ${fact.reason}` };
  if (fact.state === 'absent') {
    return {
      state: 'broken',
      because: `${path} is not there: it was removed after the start, or the start failed`,
    };
  }
  const shown = shownPath(fact.value);
  if (fact.value.content.state === 'unreadable') {
    return { state: 'hidden', because: `${shown}: ${fact.value.content.reason}` };
  }
  const content = valueIfPresent(fact.value.content);
  if (content?.kind === 'broken-certificates')
    return { state: 'broken', because: `${shown}: ${content.problem}` };
  if (content?.kind !== 'certificates')
    return { state: 'hidden', because: `${shown} was not read as certificates` };
  return { state: 'known', sha256: content.certificates.map((one) => one.publicKeySha256) };
}
