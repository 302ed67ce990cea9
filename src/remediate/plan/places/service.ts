import { valueIfPresent } from '../../../model/fact.ts';
import type { Origin } from '../../../model/origin.ts';
import type { ProcessFacts } from '../../../model/snapshot.ts';
import { applyToWords, editWords } from '../../editors/words.ts';
import { flagsText } from '../by-hand.ts';
import { type FlagEdit, lastValue } from '../flag-edits.ts';
import { NotNow, orNotNow, type PlanInput, type ServiceStart } from '../input.ts';
import { editable } from '../node-file.ts';
import { lastWins, type Place, type PlacedEdit, type Places } from './place.ts';

/** Units of the administrator. Those of packages come again with the next upgrade. systemd.unit(5) */
const OWN_UNITS = '/etc/systemd/system/';

/**
 * How systemd started a process; null where it did not, or where it would start it with other words now.
 *
 * @param process as it runs or as it would be: what was seen of it counts
 */
export function serviceOf(input: PlanInput, process: ProcessFacts): ServiceStart | null {
  if (process.container !== null || process.inside !== undefined) return null;
  const start = input.startOfProcess(process.pid);
  if (typeof start === 'string') return null;
  const seen = input.snapshot.processes.find(
    ({ pid, component }) => pid === process.pid && component === process.component,
  );
  const argv = (valueIfPresent((seen ?? process).argv) ?? []).slice(1);
  const words = start.words.slice(1);
  const same = argv.length === words.length && argv.every((word, index) => word === words[index]?.text);
  return same ? start : null;
}

/** Where systemd takes the flags of a component from that is a service of its own. */
export function servicePlaces(input: PlanInput, process: ProcessFacts, start: ServiceStart): Places {
  const { component, pid } = process;
  return {
    restarts: { component, pid, program: component },
    editsFor: (edit) => editsInService(input, start, edit),
    byHand: (edits) => `${flagsText(edits)} ${whereIn(start)}, then restart ${start.unit}`,
    durable: () => [],
  };
}

/**
 * Edits of a flag in the environment files and the unit that a service is started with; one that is new goes into the
 * last variable that an environment file sets, which is read behind the others, else into the command.
 * @throws NotNow where systemd takes it from elsewhere
 */
export function editsInService(input: PlanInput, start: ServiceStart, edit: FlagEdit): readonly PlacedEdit[] {
  const mentions = start.words.filter(({ text }) => lastValue([text], edit.flag) !== undefined);
  const keys = [...new Map(mentions.map((word) => [keyOf(word), word] as const)).values()];
  if (keys.length > 0)
    return lastWins(
      inOrder(mentions, keys).map((word) => placeOf(input, start, word, edit)),
      edit,
    );
  if (edit.value === null) return [];
  return [{ place: placeToAdd(input, start, edit), edit }];
}

type Word = ServiceStart['words'][number];

function keyOf({ origin, variable }: Word): string {
  return `${pathOf(origin)} ${variable ?? ''}`;
}

/** By where each is mentioned last. */
function inOrder(mentions: readonly Word[], distinct: readonly Word[]): readonly Word[] {
  const last = (word: Word) => mentions.findLastIndex((one) => keyOf(one) === keyOf(word));
  return distinct.toSorted((left, right) => last(left) - last(right));
}

function placeOf(input: PlanInput, start: ServiceStart, { origin, variable }: Word, edit: FlagEdit): Place {
  const path = pathOf(origin) ?? '';
  if (variable === undefined) return commandPlace(input, start, edit);
  if (start.environmentFiles.includes(path)) return variablePlace(input, path, variable);
  const value = start.environment.get(variable)?.value ?? '';
  throw byDropIn(
    start,
    `--${edit.flag} stands in ${variable}, which ${path} sets by Environment=.`,
    `a line Environment="${variable}=${edited(value, edit)}"`,
  );
}

function placeToAdd(input: PlanInput, start: ServiceStart, edit: FlagEdit): Place {
  const name = start.variables.findLast((one) =>
    start.environmentFiles.includes(pathOf(start.environment.get(one)?.origin) ?? ''),
  );
  if (name === undefined) return commandPlace(input, start, edit);
  return variablePlace(input, pathOf(start.environment.get(name)?.origin) ?? '', name);
}

function variablePlace(input: PlanInput, path: string, variable: string): Place {
  return {
    file: editable(input.files, path),
    operation: (edit) => ({ kind: 'environment-flag', variable, ...edit }),
  };
}

function commandPlace(input: PlanInput, start: ServiceStart, edit: FlagEdit): Place {
  const { unit, command } = start;
  const path = pathOf(command.origin) ?? '';
  if (!path.startsWith(OWN_UNITS)) {
    throw byDropIn(
      start,
      `The command of ${unit} stands in ${path}, which belongs to a package.`,
      `a line ExecStart= and then a line ExecStart=${edited(command.text, edit)}`,
    );
  }
  return { file: editable(input.files, path), operation: (one) => ({ kind: 'unit-flag', ...one }) };
}

/** A drop-in takes the place of a command only after it has emptied the list. systemd.service(5), ExecStart= */
function byDropIn({ unit }: ServiceStart, why: string, lines: string): NotNow {
  const path = `${OWN_UNITS}${unit}.d/90-kubetrue.conf`;
  return new NotNow(
    'explain',
    why,
    `in ${path}, below [Service]: ${lines}; then systemctl daemon-reload, systemctl restart ${unit}`,
  );
}

function edited(text: string, { flag, value }: FlagEdit): string {
  const words = text.match(/\S+/g) ?? [];
  const source = { path: 'the command', text };
  return applyToWords(
    words,
    orNotNow(() => editWords(source, null, words, flag, value)),
  ).join(' ');
}

function whereIn({ command, environmentFiles }: ServiceStart): string {
  return `in ${[...environmentFiles, pathOf(command.origin) ?? ''].join(' or ')}`;
}

function pathOf(origin: Origin | undefined): string | null {
  return origin !== undefined && 'path' in origin ? origin.path : null;
}
