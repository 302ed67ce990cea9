import { ask, type Question } from '../../ask.ts';

/** Why the answer to a GET is not 200; null when it is. */
export async function whyNotOk(question: Question): Promise<string | null> {
  const answer = await ask(question);
  if (typeof answer === 'string') return answer;
  if (answer.status === 200) return null;
  // `[-]etcd failed: reason withheld` is what a reader needs of the list that Kubernetes answers with.
  const failed = answer.body.split('\n').filter((line) => line.startsWith('[-]'));
  const more = failed.length === 0 ? '' : ` (${failed.slice(0, 5).join('; ')})`;
  return `${question.url.href} answers ${answer.status}${more}`;
}
