import { openCatalog } from '../catalog.ts';
import { checkOutput, writeOutput, writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { type Lists, listsOf } from './lists.ts';
import { type Place, places } from './places.ts';
import { zshCompletion } from './zsh.ts';

const SHELLS: Readonly<Record<string, (places: readonly Place[], lists: Lists) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `kubetrue completion SHELL` */
export async function completion(invocation: Invocation): Promise<number> {
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  const write = SHELLS[invocation.words[0] ?? ''];
  if (write === undefined) throw new Error('a shell that the command line let through');
  const text = write(places(), listsOf(await openCatalog()));
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
  return 0;
}
