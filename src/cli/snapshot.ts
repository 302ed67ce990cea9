import { snapshotText } from '../collect/snapshot-file.ts';
import type { Catalog } from '../model/benchmark.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { openCatalog } from './catalog.ts';
import { withOwners } from './conflicts.ts';
import { clusterRequestOf, collectFacts, type Proving, placeOf, procOf } from './facts.ts';
import { wholeReport } from './judge.ts';
import { checkOutput, writeOutput, writeStdout } from './output.ts';
import { type Invocation, optionOf } from './parse.ts';
import { startProgress } from './progress.ts';

/** What a node is made of is nobody else's business. */
const MODE = 0o600;

/** `kubetrue snapshot`: records facts, and observations if asked for. */
export async function snapshot(invocation: Invocation): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const prove = (optionOf(invocation, 'prove') ?? 'off') as Proving;
  const progress = startProgress(process.stderr, process.env, invocation.options.has('quiet'));
  const facts = await collectFacts(
    placeOf(invocation),
    prove,
    progress,
    clusterRequestOf(invocation),
  ).finally(() => progress.stop());
  const causes = async () => withCauses(facts, await openCatalog(), procOf(placeOf(invocation)));
  const text = snapshotText(prove === 'off' ? facts : await causes());
  if (output === null) await writeStdout(text);
  else writeOutput(output, text, MODE);
  return 0;
}

/** A replay can say why answers contradict what was read only if that is recorded now. */
export async function withCauses(
  snapshot: Snapshot,
  catalog: Catalog,
  proc: string | null = null,
): Promise<Snapshot> {
  return withOwners(snapshot, wholeReport(catalog, snapshot, new Date()).findings, proc);
}
