import type { Origin } from '../../model/origin.ts';
import { type EffectiveSetting, overriding } from '../effective-setting.ts';
import { type FlagOccurrence, type ParsedArguments, parseGoFlags } from '../go-flag.ts';
import { assign } from './assign.ts';
import { defaultOf, flagOf, flagsOf } from './flags.ts';
import { type Refusal, refuses } from './reading.ts';
import { variableOf } from './settings.ts';
import { atLeast } from './version.ts';

/** The words after `etcd`, read as one version of it reads them. */
export function parseArguments(argv: readonly string[], version: string): ParsedArguments {
  return parseGoFlags(argv.slice(1), (name) => {
    const spec = flagOf(name, version);
    if (spec === undefined) return undefined;
    return spec.kind === 'boolean' || spec.kind === 'ignored' ? 'bare' : 'valued';
  });
}

/** What flags and environment give, before defaults are filled in by the caller. */
export interface CommandLine {
  outcome: 'read';
  settings: Map<string, EffectiveSetting>;
  /** Names set by a flag or a variable, whatever the value. */
  explicitly: ReadonlySet<string>;
}

/**
 * Flags, then ETCD_* variables, then defaults.
 * https://github.com/etcd-io/etcd/blob/v3.5.21/server/etcdmain/config.go configFromCmdLine
 */
export function readCommandLine(
  occurrences: readonly FlagOccurrence[],
  environment: Readonly<Record<string, string>>,
  version: string,
): CommandLine | Refusal {
  const settings = new Map<string, EffectiveSetting>();
  const explicitly = new Set<string>();
  for (const occurrence of occurrences) {
    const refusal = apply(settings, occurrence.name, occurrence.value, flagOrigin(occurrence), version);
    if (refusal !== null) return refusal;
    explicitly.add(occurrence.name);
  }
  const refusal = applyEnvironment(settings, explicitly, environment, version);
  return refusal ?? { outcome: 'read', settings, explicitly };
}

function flagOrigin(occurrence: FlagOccurrence): Origin {
  return { kind: 'flag', text: occurrence.text };
}

function apply(
  settings: Map<string, EffectiveSetting>,
  name: string,
  text: string,
  origin: Origin,
  version: string,
): Refusal | null {
  const spec = flagOf(name, version);
  if (spec === undefined) return null;
  const before = settings.get(name);
  const held = assign(spec, before === undefined ? defaultOf(spec) : before.value, text, version);
  if (typeof held === 'string') return refuses(`etcd refuses ${describe(origin)}: ${held}.`, origin);
  const by = { name, value: held.value, origin };
  // A value that etcd accepts and ignores leaves the earlier source in force, but counts as set.
  settings.set(name, held.changed || before === undefined ? overriding(before, by) : before);
  return null;
}

function describe(origin: Origin): string {
  if (origin.kind === 'flag') return origin.text;
  return origin.kind === 'environment' ? origin.name : 'it';
}

/** https://github.com/etcd-io/etcd/blob/v3.5.21/pkg/flags/flag.go SetFlagsFromEnv, verifyEnv */
function applyEnvironment(
  settings: Map<string, EffectiveSetting>,
  explicitly: Set<string>,
  environment: Readonly<Record<string, string>>,
  version: string,
): Refusal | null {
  for (const name of flagsOf(version)) {
    const variable = variableOf(name);
    const text = environment[variable];
    if (text === undefined || (variable === 'ETCD_VERSION' && atLeast(version, '3.5'))) continue;
    const refusal = explicitly.has(name)
      ? shadowed(settings, name, variable, text, version)
      : fromVariable(settings, explicitly, name, variable, text, version);
    if (refusal !== null) return refusal;
  }
  return null;
}

function fromVariable(
  settings: Map<string, EffectiveSetting>,
  explicitly: Set<string>,
  name: string,
  variable: string,
  text: string,
  version: string,
): Refusal | null {
  if (text === '') return null;
  explicitly.add(name);
  return apply(settings, name, text, { kind: 'environment', name: variable }, version);
}

/** From 3.4 on a flag beside its variable stops the start, even when both say the same; before, the flag wins. */
function shadowed(
  settings: Map<string, EffectiveSetting>,
  name: string,
  variable: string,
  text: string,
  version: string,
): Refusal | null {
  const origin: Origin = { kind: 'environment', name: variable };
  if (atLeast(version, '3.4')) {
    return refuses(
      `etcd refuses a flag beside its environment variable: --${name} and ${variable} are both set.`,
      origin,
    );
  }
  const setting = settings.get(name);
  if (setting !== undefined) setting.overrides.push({ value: text, origin });
  return null;
}
