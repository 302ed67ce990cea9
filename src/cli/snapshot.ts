import { snapshotText } from '../collect/snapshot-file.ts';
import { collectFacts } from './facts.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf } from './parse.ts';
import { startProgress } from './progress.ts';

/** What a node is made of is nobody else's business. */
const MODE = 0o600;

/** `kubetrue snapshot`: records facts, and observations if asked for. */
export async function snapshot(invocation: Invocation): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const prove = (optionOf(invocation, 'prove') ?? 'off') !== 'off';
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const facts = await collectFacts(optionOf(invocation, 'root') ?? null, prove, progress).finally(() =>
    progress.stop(),
  );
  const text = snapshotText(facts);
  if (output === null) await writeStdout(text);
  else writeOutput(output, text, MODE);
  return 0;
}
