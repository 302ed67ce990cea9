import { catalogWith } from '../../catalog/own/join.ts';
import { lintWaivers } from '../../catalog/waivers/read.ts';
import { KubetrueError } from '../../model/errors.ts';
import { safe } from '../../report/text/safe.ts';
import { openCatalog } from '../catalog.ts';
import { clockOf } from '../clock.ts';
import { aboutToReadFile } from '../much-to-read.ts';
import { checkOutput, writeOutput, writeStdout } from '../output.ts';
import { type Invocation, optionOf } from '../parse.ts';
import { ownRulesOf } from '../rules/own.ts';

/**
 * `kubetrue waivers lint FILE`
 * @throws KubetrueError KT_WAIVERS with all that is wrong, when people read it; KT_RULE for rules of one's own
 */
export async function lint(invocation: Invocation): Promise<number> {
  const [, path = ''] = invocation.words;
  const at = clockOf(optionOf(invocation, 'at'));
  const output = optionOf(invocation, 'output') ?? null;
  checkOutput(output);
  aboutToReadFile(path);
  const catalog = await openCatalog();
  const own = await ownRulesOf(invocation, catalog);
  const { file, problems } = lintWaivers(path, catalogWith(catalog, own.rules), at);
  const { length } = file.waivers;
  const forPrograms = optionOf(invocation, 'format') === 'json';
  if (problems.length > 0 && !forPrograms) throw new KubetrueError('KT_WAIVERS', problems);
  const text = forPrograms
    ? `${JSON.stringify({ file: path, waivers: length, problems }, null, 2)}\n`
    : `${safe(path)}: ${length} waiver${length === 1 ? '' : 's'}, nothing wrong\n`;
  if (output === null) await writeStdout(text);
  else writeOutput(output, text);
  return problems.length > 0 ? 2 : 0;
}
