import { canonical, shown } from './canonical.ts';
import { answerTo, isWitness, open, predicted, type Question, seen, whyOpen } from './context.ts';

/**
 * Compares a setting with the flag of the same name as `/flagz` prints it: the variable that the flag has set, which is
 * what is in force where nothing but the flag can set it.
 * https://github.com/kubernetes/component-base/blob/v0.34.1/zpages/flagz/flagreader.go
 */
export function flagz(setting: string): Question {
  return (context) => {
    const ours = predicted(context, setting);
    if (isWitness(ours)) return ours;
    const answer = answerTo(context, 'FLAGZ', 'flagz');
    const value = seen(answer, setting);
    if (answer === null || typeof value !== 'string') return open(whyOpen(answer, 'FLAGZ'));
    return {
      predicted: canonical(ours.value),
      observed: canonical(value),
      sentence: `/flagz at ${answer.address} says --${setting} = ${shown(value)}.`,
    };
  };
}
