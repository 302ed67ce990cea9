import { argumentsIn } from '../../editors/argument-list.ts';
import { decodeSource } from '../../editors/text.ts';
import { NotNow, orNotNow, type PlanInput } from '../input.ts';
import { editable, type OpenFile } from '../node-file.ts';

export type RancherProgram = 'k3s' | 'rke2';

/** A list of arguments in the configuration of a program. */
export interface Lists {
  readonly input: PlanInput;
  readonly program: RancherProgram;
  readonly key: string;
  /** Old names of the key. */
  readonly others: readonly string[];
}

export function configPath(program: RancherProgram): string {
  return `/etc/rancher/${program}/config.yaml`;
}

export interface Contribution {
  readonly file: OpenFile;
  readonly items: readonly string[];
}

/** Files whose items reach the component, in order. */
export function contributing({ key, others }: Lists, files: readonly OpenFile[]): readonly Contribution[] {
  let having: Contribution[] = [];
  for (const file of files) {
    const source = orNotNow(() => decodeSource(file.path, file.bytes));
    for (const other of others) {
      if (orNotNow(() => argumentsIn(source, other)) === null) continue;
      throw new NotNow(
        'refused',
        `${file.path} has ${other}, an old name of ${key}.`,
        `rename it to ${key} first`,
      );
    }
    const found = orNotNow(() => argumentsIn(source, key));
    if (found === null) continue;
    const own = { file, items: found.items };
    having = found.adds ? [...having, own] : [own];
  }
  return having;
}

/** Behind an item without `=` K3s may lose the next one. pkg/daemons/agent/agent.go extractConfigArgs */
export function refuseBareItems(having: readonly Contribution[]): void {
  const found = having.find(({ items }) => items.some((item) => !item.includes('=')));
  if (found === undefined) return;
  throw new NotNow(
    'refused',
    `${found.file.path} has an item of kubelet-arg without a value, behind which the next one may be lost.`,
    'write it as name=true first',
  );
}

/** Those that are there, in the order in which they are read. */
export function filesOf({ input, program }: Lists): readonly OpenFile[] {
  const main = configPath(program);
  const listed = input.files.list(`${main}.d`);
  const names = listed.state === 'read' ? listed.value.filter((name) => /\.ya?ml$/i.test(name)).sort() : [];
  return [main, ...names.map((name) => `${main}.d/${name}`)]
    .filter((path) => input.files.stat(path).state !== 'missing')
    .map((path) => editable(input.files, path));
}
