import { type Fact, valueIfPresent } from '../../model/fact.ts';
import type { SettingValue } from '../../model/finding.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { FlagOccurrence } from '../go-flag.ts';
import { type ChangedFile, changedAfterStart } from '../stale.ts';
import { candidateVersions } from './candidate-versions.ts';
import { type CommandLine, parseArguments, readCommandLine } from './command-line.ts';
import { readConfigFile } from './config-file.ts';
import { defaultOf, flagOf } from './flags.ts';
import type { EffectiveListener } from './listener.ts';
import { effectiveListeners, type Lookup } from './listeners.ts';
import { type Configuration, type Reading, type Refusal, refuses, type Undetermined } from './reading.ts';
import { startUpRefusal } from './refusals.ts';
import { etcdSettings, type SettingSpec, variableOf } from './settings.ts';
import type { Moment } from './start-up.ts';
import { atLeast, compareVersions } from './version.ts';

/** What an etcd process is running with, for every version it may be. */
export interface EtcdInForce {
  /** The version when it is known well enough to read by; null when several must agree. */
  version: string | null;
  readings: readonly { version: string; reading: Reading }[];
}

/** A version that is not known is not taken to be older than this because nothing newer would start. */
const OLDEST_PLAUSIBLE = '3.4';

/**
 * Reads an etcd process by its version: `answered` (its own answer) first, else what the collector found. A
 * running process rules out the versions that would have refused its arguments. Where only one long out of use is
 * left, arguments that cannot be explained are likelier than that version, and all readings stay.
 */
export function etcdInForce(process: ProcessFacts, answered: string | null = null): EtcdInForce {
  const known = readings.get(process) ?? new Map<string | null, EtcdInForce>();
  readings.set(process, known);
  const inForce = known.get(answered) ?? read(process, answered);
  known.set(answered, inForce);
  return inForce;
}

/** Every rule asks about the same process; the facts of one do not change. */
const readings = new WeakMap<ProcessFacts, Map<string | null, EtcdInForce>>();

function read(process: ProcessFacts, answered: string | null): EtcdInForce {
  const version = answered ?? valueIfPresent(process.version) ?? null;
  const all = candidateVersions(version).map((one) => ({ version: one, reading: readEtcd(process, one) }));
  const possible = all.filter(({ reading }) => reading.outcome !== 'refuses');
  const plausible = version !== null || possible.some((one) => atLeast(one.version, OLDEST_PLAUSIBLE));
  return { version, readings: possible.length > 0 && plausible ? possible : all };
}

/** The newest reading that starts: what probes and file collection go by. */
export function likeliestConfiguration(inForce: EtcdInForce): Configuration | null {
  const starting = inForce.readings.flatMap(({ reading }) => (reading.outcome === 'starts' ? [reading] : []));
  return starting.sort((a, b) => compareVersions(b.version, a.version))[0] ?? null;
}

/** What one etcd version makes of the process, or, at `first-start`, would make of it with nothing in its data directory. */
export function readEtcd(process: ProcessFacts, version: string, moment: Moment = 'running'): Reading {
  const sources = readSources(process, version);
  if (sources.outcome !== 'read') return sources;
  const lookup = lookupIn(sources.settings, version);
  const listeners: readonly EffectiveListener[] = effectiveListeners(lookup, version);
  const refusal = startUpRefusal({ ...sources, lookup, listeners, process, version, moment });
  if (refusal !== null) return { ...refusal, stale: sources.stale };
  const settings = new Map(Object.keys(etcdSettings).map((name) => [name, lookup(name)]));
  return { outcome: 'starts', version, mode: sources.mode, settings, listeners, stale: sources.stale };
}

/** All sources merged, before defaults and start-up checks. */
export interface Sources {
  outcome: 'read';
  mode: 'command-line' | 'file';
  settings: ReadonlyMap<string, EffectiveSetting>;
  explicitly: ReadonlySet<string>;
  stale: ChangedFile[];
}

export function readSources(process: ProcessFacts, version: string): Sources | Refusal | Undetermined {
  const words = argumentsOf(process, version);
  if (!Array.isArray(words)) return words;
  const commandLine = readCommandLine(words, {}, version);
  if (commandLine.outcome === 'refuses') return commandLine;
  const path = configFileOf(commandLine, process.environment, version);
  if (typeof path === 'object' && path !== null) return path;
  if (path !== null) return fromFile(process, path, commandLine, version);
  if (process.environment.state === 'unreadable') return environmentHidden(process.environment);
  const read = readCommandLine(words, valueIfPresent(process.environment) ?? {}, version);
  return read.outcome === 'refuses' ? read : { ...read, mode: 'command-line', stale: [] };
}

function argumentsOf(process: ProcessFacts, version: string): FlagOccurrence[] | Refusal | Undetermined {
  const argv = process.argv;
  if (argv.state === 'unreadable')
    return { outcome: 'undetermined', because: `Arguments: ${argv.reason}`, origin: argv.at };
  const words = valueIfPresent(argv) ?? [];
  const parsed = parseArguments(words, version);
  const origin = { kind: 'process', path: `/proc/${process.pid}/cmdline` } as const;
  if (parsed.outcome === 'help') return refuses('etcd only prints its usage and exits.', origin);
  if (parsed.outcome === 'refused')
    return refuses(`etcd ${version} refuses its arguments: ${parsed.because}.`, {
      kind: 'flag',
      text: parsed.text,
    });
  const [left] = parsed.rest;
  if (left !== undefined)
    return refuses(`etcd refuses the left-over argument ${JSON.stringify(left)}.`, {
      kind: 'flag',
      text: left,
    });
  return [...parsed.occurrences];
}

/** --config-file, else from 3.4 on ETCD_CONFIG_FILE; an empty value names no file. */
function configFileOf(
  commandLine: CommandLine,
  environment: Fact<Record<string, string>>,
  version: string,
): string | null | Undetermined {
  const flag = commandLine.settings.get('config-file')?.value;
  if (typeof flag === 'string' && flag !== '') return flag;
  if (!atLeast(version, '3.4')) return null;
  if (environment.state === 'unreadable') return environmentHidden(environment);
  const variable = valueIfPresent(environment)?.[variableOf('config-file')];
  return variable === undefined || variable === '' ? null : variable;
}

/** A variable could set anything, and ETCD_CONFIG_FILE would even make the flags void. */
function environmentHidden(fact: Extract<Fact<unknown>, { state: 'unreadable' }>): Undetermined {
  return {
    outcome: 'undetermined',
    because: `The environment could not be read (${fact.reason}), and ETCD_CONFIG_FILE or another ETCD_ variable in it could decide.`,
    origin: fact.at,
  };
}

function fromFile(
  process: ProcessFacts,
  path: string,
  flags: CommandLine,
  version: string,
): Sources | Refusal | Undetermined {
  const fact = process.files[path];
  const read = readConfigFile(path, fact, version);
  const file = valueIfPresent(fact);
  const change = file === undefined ? null : changedAfterStart(process, file);
  const stale = change === null ? [] : [change];
  if (read.outcome === 'refuses') return { ...read, stale };
  if (read.outcome === 'undetermined') return read;
  const settings = withVoidSources(
    read.settings,
    flags.settings,
    valueIfPresent(process.environment) ?? {},
    version,
  );
  return { outcome: 'read', mode: 'file', settings, explicitly: new Set(), stale };
}

/** Flags and variables beside a configuration file lose, all of them; they stay visible as overridden. */
function withVoidSources(
  settings: Map<string, EffectiveSetting>,
  flags: CommandLine['settings'],
  environment: Readonly<Record<string, string>>,
  version: string,
): Map<string, EffectiveSetting> {
  for (const name of Object.keys(etcdSettings)) {
    const flag = flags.get(name);
    const honoured = name === 'proxy' ? flag : undefined;
    const setting = settings.get(name) ?? honoured ?? derivedDefault(settings, name, version);
    if (flag !== undefined && flag !== setting)
      setting.overrides.push({ value: flag.value, origin: flag.origin });
    const text = environment[variableOf(name)];
    if (text !== undefined)
      setting.overrides.push({ value: text, origin: { kind: 'environment', name: variableOf(name) } });
    settings.set(name, setting);
  }
  return settings;
}

/** Any setting by name, from the sources or by default. */
export function lookupIn(settings: ReadonlyMap<string, EffectiveSetting>, version: string): Lookup {
  return (name) => settings.get(name) ?? derivedDefault(settings, name, version);
}

/** Defaults that follow from other settings. embed/config.go UpdateDefaultClusterFromName, etcdmain/etcd.go data-dir */
function derivedDefault(
  settings: ReadonlyMap<string, EffectiveSetting>,
  name: string,
  version: string,
): EffectiveSetting {
  const setting = defaultSetting(name, version);
  const member = settings.get('name')?.value ?? 'default';
  if (name === 'data-dir') return { ...setting, value: `${member}.etcd` };
  if (name !== 'initial-cluster') return setting;
  // Under its default name a member stays what the default says, whatever it advertises.
  if (member === 'default') return { ...setting, value: 'default=http://localhost:2380' };
  const urls = (
    settings.get('initial-advertise-peer-urls') ?? defaultSetting('initial-advertise-peer-urls', version)
  ).value;
  return { ...setting, value: (Array.isArray(urls) ? urls : []).map((url) => `${member}=${url}`).join(',') };
}

function defaultSetting(name: string, version: string): EffectiveSetting {
  const spec: SettingSpec | undefined = (etcdSettings as Record<string, SettingSpec>)[name];
  const value: SettingValue = spec?.default ?? defaultOf(flagOf(name, version));
  return { name, value, origin: { kind: 'default', version }, overrides: [] };
}
