import type { Invocation } from '../parse.ts';

/** Each verb is loaded when it is called. */
const VERBS: Readonly<Record<string, (invocation: Invocation) => Promise<number>>> = {
  list: async (invocation) => (await import('../listings.ts')).listRules(invocation),
  new: async (invocation) => (await import('./new.ts')).newRule(invocation),
  lint: async (invocation) => (await import('./lint.ts')).lintRules(invocation),
  test: async (invocation) => (await import('./test.ts')).testRules(invocation),
  import: async (invocation) => (await import('./import.ts')).importPages(invocation),
};

/** `kubetrue rules VERB` */
export async function rules(invocation: Invocation): Promise<number> {
  const verb = VERBS[invocation.words[0] ?? ''];
  if (verb === undefined) throw new Error('a verb that the command line let through');
  return verb(invocation);
}
