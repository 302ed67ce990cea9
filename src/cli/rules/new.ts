import { ruleNamed } from '../../catalog/rule-named.ts';
import { KubetrueError } from '../../model/errors.ts';
import { safe } from '../../report/text/safe.ts';
import { didYouMean } from '../../util/nearest.ts';
import { openCatalog } from '../catalog.ts';
import { type Invocation, optionOf, usage } from '../parse.ts';
import { writeFolders } from './folders.ts';
import { namesFor } from './names.ts';
import { templateFor } from './template.ts';

const ID = /^[a-z0-9]+(-[a-z0-9]+)+$/;

/** `kubetrue rules new ID`: a rule that lints and whose cases pass, to be changed. */
export async function newRule(invocation: Invocation): Promise<number> {
  const id = invocation.words[1] ?? '';
  const catalog = await openCatalog();
  const { components } = namesFor(catalog);
  const component = components
    .filter((one) => id.startsWith(`${one}-`))
    .sort((a, b) => b.length - a.length)[0];
  if (!ID.test(id) || component === undefined)
    throw usage(
      `${JSON.stringify(id)} is no id: a component, a hyphen and a name in lower case.`,
      didYouMean(id.split('-')[0] ?? '', components) ?? `components: ${components.join(', ')}`,
    );
  const taken = ruleNamed(catalog.rules, id);
  if (taken !== undefined)
    throw new KubetrueError('KT_RULE', {
      message: `${id} is a rule of Kubetrue already.`,
      hint: `to judge by your own instead, give it another id and \`replaces: [${taken.id}]\``,
    });
  const path = `${component}/${id.slice(component.length + 1)}`;
  const directory = optionOf(invocation, 'output') ?? '.';
  const [written = ''] = writeFolders(directory, [{ path, files: templateFor(component, id) }]);
  if (!invocation.options.has('quiet'))
    process.stderr.write(`wrote ${safe(written)}\nnext: kubetrue rules test ${safe(directory)}\n`);
  return 0;
}
