import { type Fact, valueIfPresent } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import type { FileFacts, ProcessFacts } from '../../model/snapshot.ts';
import { compareBytes } from '../../util/bytes.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import { shownPath } from '../shown-path.ts';
import { changedAfterStart } from '../stale.ts';
import { dropInDirectory, UNIT, UNIT_DIRECTORIES, unitPath } from './unit-places.ts';

const NAME = 'unit-ip-address-deny';
const NOWHERE: Origin = { kind: 'filesystem', path: `/etc/systemd/system/${UNIT}` };

/**
 * IPAddressDeny= of the kubelet's unit: the unit file of the strongest directory, then its drop-ins in the order of
 * their names, each name from the strongest directory that has it. Values add up; an empty one drops those before it.
 * systemd.unit(5), systemd.resource-control(5)
 */
export function addressesDenied(process: ProcessFacts): EffectiveSetting {
  const denied: EffectiveSetting = { name: NAME, value: [], origin: NOWHERE, overrides: [] };
  if (process.inside !== undefined)
    return open(denied, `It runs inside ${process.inside}, whose unit is not read.`);
  const found = unitFiles(process);
  if (!Array.isArray(found)) return open(denied, found.because);
  if (found.length === 0)
    return open(denied, `No ${UNIT} was found, so it is not known what starts the kubelet.`);
  const change = found.flatMap((file) => changedAfterStart(process, file) ?? [])[0];
  const applied = found.reduce(withFile, denied);
  return change === undefined
    ? { ...applied, value: named(applied.value) }
    : open(
        applied,
        `${change.path} changed at ${change.changedAt}, after the kubelet started, and whether systemd has taken it up is not known.`,
      );
}

function open(setting: EffectiveSetting, reason: string): EffectiveSetting {
  return { ...setting, undecided: { status: 'unknown', reason } };
}

type Hidden = { because: string };

/** The unit file and its drop-ins in the order in which they apply; empty without a unit file. */
function unitFiles(process: ProcessFacts): FileFacts[] | Hidden {
  const unit = firstOf(UNIT_DIRECTORIES.map((directory) => process.files[unitPath(directory)]));
  if (unit === undefined) return [];
  if ('because' in unit) return unit;
  const paths = dropInPaths(process);
  if (!Array.isArray(paths)) return paths;
  const all: FileFacts[] = [unit];
  for (const path of paths) {
    const file = firstOf([process.files[path]]);
    if (file !== undefined && 'because' in file) return file;
    if (file !== undefined) all.push(file);
  }
  return all;
}

/** The first that is there; undefined when none is. */
function firstOf(facts: readonly (Fact<FileFacts> | undefined)[]): FileFacts | Hidden | undefined {
  for (const fact of facts) {
    if (fact === undefined || fact.state === 'absent') continue;
    if (fact.state === 'unreadable') return { because: `${pathOf(fact.at)}: ${fact.reason}` };
    return fact.value;
  }
  return undefined;
}

function pathOf(origin: Origin): string {
  return 'path' in origin ? origin.path : 'a unit file';
}

/** Paths of the drop-ins that apply, in the order of their names. */
function dropInPaths(process: ProcessFacts): string[] | Hidden {
  const byName = new Map<string, string>();
  for (const directory of UNIT_DIRECTORIES.map(dropInDirectory)) {
    const listed = firstOf([process.files[directory]]);
    if (listed === undefined) continue;
    if ('because' in listed) return listed;
    const { content } = listed;
    if (content.state === 'unreadable') return { because: `${shownPath(listed)}: ${content.reason}` };
    for (const name of dropInNames(listed)) if (!byName.has(name)) byName.set(name, `${directory}/${name}`);
  }
  return [...byName].sort(([left], [right]) => compareBytes(left, right)).map(([, path]) => path);
}

/** Names of the drop-ins in a directory's listing. */
export function dropInNames({ content }: FileFacts): readonly string[] {
  const listing = valueIfPresent(content);
  return listing?.kind === 'listing' ? listing.names.filter((name) => /^[^/]+\.conf$/.test(name)) : [];
}

function withFile(before: EffectiveSetting, file: FileFacts): EffectiveSetting {
  const content = valueIfPresent(file.content);
  if (content?.kind !== 'unit') {
    // A link to /dev/null takes the place of a file and says nothing.
    return file.type === 'device' || before.undecided !== undefined
      ? before
      : open(before, `${shownPath(file)} could not be read.`);
  }
  return content.entries.reduce(
    (setting, entry) => withEntry(setting, entry.value, file, entry.line),
    before,
  );
}

function withEntry(before: EffectiveSetting, text: string, file: FileFacts, line: number): EffectiveSetting {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const kept = Array.isArray(before.value) && words.length > 0 ? before.value : [];
  return { ...before, value: [...kept, ...words], origin: { kind: 'file', path: shownPath(file), line } };
}

/** All of IPv4 and all of IPv6 together are `any`. */
function named(value: EffectiveSetting['value']): EffectiveSetting['value'] {
  if (!Array.isArray(value)) return value;
  const all = value.includes('0.0.0.0/0') && value.includes('::/0');
  return all && !value.includes('any') ? ['any', ...value] : value;
}
