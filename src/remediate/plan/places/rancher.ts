import type { ProcessFacts } from '../../../model/snapshot.ts';
import { argumentName } from '../../editors/argument-list.ts';
import type { FlagEdit } from '../flag-edits.ts';
import { NotNow, type PlanInput, type ServiceStart } from '../input.ts';
import type { OpenFile } from '../node-file.ts';
import { lastWins, type Place, type PlacedEdit, type Places } from './place.ts';
import {
  configPath,
  contributing,
  filesOf,
  type Lists,
  type RancherProgram,
  refuseBareItems,
} from './rancher-files.ts';

/**
 * Lists of arguments in the configuration of K3s and RKE2 by component, each under the name that counts; the other
 * names are old ones for the same list.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/cli/cmds/server.go, agent.go (ExtraAPIArgs and its like)
 */
const LISTS: Readonly<Record<string, readonly [key: string, ...others: string[]]>> = {
  'kube-apiserver': ['kube-apiserver-arg'],
  'kube-controller-manager': ['kube-controller-manager-arg', 'kube-controller-arg'],
  'kube-scheduler': ['kube-scheduler-arg'],
  kubelet: ['kubelet-arg'],
};

export function hasList(component: string): boolean {
  return Object.hasOwn(LISTS, component);
}

/**
 * The configuration files of a K3s or RKE2 that runs as a service. A later file replaces a key, `key+` adds to it; the
 * words of the unit come behind those of all files. `…/config.yaml.d` is read in the order of names.
 * https://github.com/k3s-io/k3s/blob/release-1.34/pkg/configfilearg/parser.go Parse, readConfigFile; RKE2 has it from there
 *
 * @param pid of the program
 */
export function rancherPlaces(
  input: PlanInput,
  program: RancherProgram,
  pid: number,
  { component }: ProcessFacts,
): Places {
  const [key, ...others] = LISTS[component] ?? [''];
  const place = { input, program, key, others };
  return {
    restarts: { component, pid, program },
    editsFor: (edit) => editsInFiles(place, startOf(input, program, pid), edit),
    byHand: (edits) => byHand(program, key, edits),
    durable: (edits) =>
      component === 'kubelet'
        ? []
        : edits.map((edit) => ({
            where: `${configPath(program)} on every other server`,
            change: itemText(key, edit),
          })),
  };
}

function itemText(key: string, { flag, value }: FlagEdit): string {
  return value === null ? `${key}: no item ${flag}` : `${key}: "${flag}=${value}"`;
}

function byHand(program: RancherProgram, key: string, edits: readonly FlagEdit[]): string {
  return `in ${configPath(program)}: ${edits.map((edit) => itemText(key, edit)).join(', ')}, then restart ${program}`;
}

function startOf(input: PlanInput, program: string, pid: number): ServiceStart {
  const start = input.startOfProcess(pid);
  if (typeof start !== 'string') return start;
  throw new NotNow(
    'explain',
    `What ${program} was started with, which beats its files, is not known: ${start}.`,
  );
}

function editsInFiles(lists: Lists, start: ServiceStart, edit: FlagEdit): readonly PlacedEdit[] {
  refuseStart(lists, start, edit);
  const files = filesOf(lists);
  const having = contributing(lists, files);
  if (lists.key === 'kubelet-arg') refuseBareItems(having);
  const saying = having.filter(({ items }) => items.some((item) => argumentName(item) === edit.flag));
  const place = ({ file }: { file: OpenFile }): Place => ({
    file,
    operation: (one) => ({ kind: 'argument-list', key: lists.key, ...one }),
  });
  if (saying.length > 0) return lastWins(saying.map(place), edit);
  if (edit.value === null) {
    throw new NotNow(
      'explain',
      `${lists.program} itself sets --${edit.flag}; its configuration does not name it.`,
    );
  }
  const target = having.at(-1)?.file ?? files[0];
  if (target !== undefined) return [{ place: place({ file: target }), edit }];
  throw new NotNow(
    'explain',
    `${lists.program} has no configuration file yet.`,
    `make ${configPath(lists.program)} (root:root, 0600) with ${itemText(lists.key, edit)} as an item of a list, then restart ${lists.program}`,
  );
}

/** What the unit says beats what the files say, and may name another file. */
function refuseStart({ program, key, others }: Lists, start: ServiceStart, edit: FlagEdit): void {
  const words = start.words.map(({ text }) => text);
  const variable = `${program.toUpperCase()}_CONFIG_FILE`;
  if (start.environment.has(variable) || words.some((word) => /^--?(?:c|config)(?:=|$)/.test(word))) {
    throw new NotNow(
      'explain',
      `${start.unit} names another configuration file than ${configPath(program)}.`,
    );
  }
  const said = words.some((word, index) => {
    const match = /^--?([a-z-]+-arg)(?:=(.*))?$/s.exec(word);
    if (![key, ...others].includes(match?.[1] ?? '')) return false;
    return argumentName(match?.[2] ?? words[index + 1] ?? '') === edit.flag;
  });
  if (!said) return;
  throw new NotNow(
    'explain',
    `${start.unit} gives --${key}=${edit.flag} on the command line of ${program}, behind all that its files say.`,
    `take it out of the unit (${start.command.origin.kind === 'file' ? start.command.origin.path : start.unit}), systemctl daemon-reload, put ${itemText(key, edit)} into ${configPath(program)}, restart ${program}`,
  );
}
