import { type Invocation, usage } from '../parse.ts';

/** The verbs of `kubetrue fix`, each loaded when it is called. */
const VERBS: Readonly<Record<string, (invocation: Invocation) => Promise<number>>> = {
  plan: async (invocation) => (await import('./plan.ts')).plan(invocation),
  apply: async (invocation) => (await import('./apply.ts')).apply(invocation),
  durable: async (invocation) => (await import('./durable.ts')).durable(invocation),
  rollback: async (invocation) => (await import('./rollback.ts')).rollback(invocation),
  status: async (invocation) => (await import('./past.ts')).status(invocation),
  history: async (invocation) => (await import('./past.ts')).history(invocation),
};

/** `kubetrue fix VERB`; returns the exit code. */
export async function fix(invocation: Invocation): Promise<number> {
  const [verb = ''] = invocation.words;
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (run === undefined) throw usage(`\`kubetrue fix ${verb}\` is not in this version.`);
  return run(invocation);
}
