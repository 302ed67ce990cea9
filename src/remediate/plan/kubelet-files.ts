import { kubeletFlagValues } from '../../components/files/kubelet-flags.ts';
import { kubeletSettings, type SettingName } from '../../components/kubelet/settings.ts';
import { valueIfPresent } from '../../model/fact.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { flagsText } from './by-hand.ts';
import { type FlagEdit, lastValue } from './flag-edits.ts';
import { NotNow, type PlanInput } from './input.ts';
import { editable, type OpenFile } from './node-file.ts';
import { lastWins, type Place, type PlacedEdit } from './places/place.ts';
import { editsInService, serviceOf } from './places/service.ts';

/** Files with the kubelet's arguments, by what systemd reads first; the last beats all. */
const ENVIRONMENT_FILES: readonly (readonly [path: string, variable: string])[] = [
  ['/var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS'],
  ['/etc/default/kubelet', 'KUBELET_EXTRA_ARGS'],
  ['/etc/sysconfig/kubelet', 'KUBELET_EXTRA_ARGS'],
];

export function keyOf(flag: string): string | null {
  return Object.hasOwn(kubeletSettings, flag) ? kubeletSettings[flag as SettingName].key : null;
}

/**
 * The configuration file that decides a key: the last drop-in that has it, else the main file. Null when the kubelet
 * reads none.
 */
export function configFileFor(process: ProcessFacts, key: string): string | null {
  const { config, directory } = kubeletFlagValues(process) ?? {};
  const dropIns = Object.keys(process.files)
    .filter(
      (path) =>
        directory !== undefined &&
        path.startsWith(`${directory.replace(/\/$/, '')}/`) &&
        path.endsWith('.conf'),
    )
    .sort();
  const having = dropIns.findLast((path) => hasKey(process, path, key));
  return having ?? config ?? dropIns.at(-1) ?? null;
}

function hasKey(process: ProcessFacts, path: string, key: string): boolean {
  const content = valueIfPresent(valueIfPresent(process.files[path])?.content);
  return content?.kind === 'config' && content.entries.some((entry) => entry.path.join('.') === key);
}

/**
 * Edits that make a flag of the running kubelet hold its value, or go (`value` null); none where it is not given.
 * Where systemd starts it, by the service; else by the environment files of kubeadm's packages.
 */
export function kubeletFlagEdits(
  input: PlanInput,
  process: ProcessFacts,
  edit: FlagEdit,
): readonly PlacedEdit[] {
  const start = serviceOf(input, process);
  if (start !== null) return editsInService(input, start, edit);
  const places = placesOfFlag(input, process, edit.flag);
  if (places.length > 0) return lastWins(places, edit);
  if (edit.value === null) return [];
  return [{ place: placeForFlag(input, process, edit), edit }];
}

/** Where a flag of the running kubelet is written; refuses a flag that no environment file has. */
function placesOfFlag(input: PlanInput, process: ProcessFacts, flag: string): readonly EnvironmentPlace[] {
  if (lastValue(valueIfPresent(process.argv) ?? [], flag) === undefined) return [];
  const places = environmentFiles(input).filter(({ file, variable }) => {
    const words = wordsOf(file, variable);
    return lastValue(words, flag) !== undefined;
  });
  if (places.length > 0) return places;
  throw new NotNow(
    'explain',
    `--${flag} stands on the command line of the kubelet, and no environment file that is known has it.`,
    `take --${flag} out of the unit or drop-in that starts the kubelet, systemctl daemon-reload, restart it`,
  );
}

/** An environment file that the running kubelet was started with, to put a flag into. */
function placeForFlag(input: PlanInput, process: ProcessFacts, edit: FlagEdit): EnvironmentPlace {
  const argv = new Set(valueIfPresent(process.argv) ?? []);
  const found = environmentFiles(input).findLast(({ file, variable }) => {
    const words = wordsOf(file, variable);
    return words.length > 0 && words.every((word) => argv.has(word));
  });
  if (found !== undefined) return found;
  throw new NotNow(
    'explain',
    'The kubelet reads no configuration file, and no environment file that is known holds its arguments.',
    `in the unit that starts the kubelet: ${flagsText([edit])}, systemctl daemon-reload, restart it`,
  );
}

interface EnvironmentPlace extends Place {
  readonly variable: string;
}

function environmentFiles({ files }: PlanInput): readonly EnvironmentPlace[] {
  return ENVIRONMENT_FILES.filter(([path]) => files.stat(path).state === 'read').map(([path, variable]) => ({
    file: editable(files, path),
    variable,
    operation: (edit) => ({ kind: 'environment-flag', variable, ...edit }),
  }));
}

function wordsOf({ bytes }: OpenFile, variable: string): readonly string[] {
  const line = bytes
    .toString('utf8')
    .split('\n')
    .findLast((one) => one.trim().startsWith(`${variable}=`));
  const value = line?.trim().slice(variable.length + 1) ?? '';
  return value.replace(/^(["'])(.*)\1$/, '$2').match(/\S+/g) ?? [];
}
