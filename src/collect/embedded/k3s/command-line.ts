import type { SourcedWord } from '../../../components/kubernetes/words.ts';
import { type Reading, read, unreadable } from '../../../machine/reading.ts';
import type { Origin } from '../../../model/origin.ts';
import { fullName, K3S_FLAGS } from './flags.ts';

/** A flag that was given, by its full name. A switch without value is `true`. */
export interface Given {
  name: string;
  value: string;
  origin: Origin;
}

/**
 * The flags among words, as Go's flag package takes them; what K3s refuses or ignores is not known.
 * https://github.com/golang/go/blob/go1.26.0/src/flag/flag.go parseOne
 */
export function givenFlags(words: readonly SourcedWord[]): Reading<readonly Given[]> {
  const given: Given[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined || (word.text === '--' && at === words.length - 1)) break;
    const [, written, value] = /^--?([^-=][^=]*)(?:=([\s\S]*))?$/.exec(word.text) ?? [];
    const name = fullName(written ?? '');
    const flag = K3S_FLAGS.get(name);
    if (flag === undefined) return unreadable('K3s was given a word that is no flag of it known here');
    const takesNext = value === undefined && flag.kind !== 'switch';
    if (takesNext) at += 1;
    const taken = value ?? (takesNext ? (words[at]?.text ?? '') : 'true');
    given.push({ name, value: taken, origin: withoutValue(word.origin, name, taken) });
  }
  return read(given);
}

/** A flag is named as the origin of a value without the value, which may be a secret of some component. */
function withoutValue(origin: Origin, name: string, value: string): Origin {
  if (origin.kind !== 'flag') return origin;
  const inner = name.endsWith('-arg') ? `=${value.split('=')[0]}` : '';
  return { kind: 'flag', text: `--${name}${inner}` };
}
