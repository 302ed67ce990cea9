import { parseGoBoolean, parseGoDuration } from '../go-values.ts';
import { etcdFlags, flagOf } from './flags.ts';
import { type Refusal, refuses } from './reading.ts';
import { given, isOn, refuseText, type StartUp } from './start-up.ts';
import { parseListenUrls } from './urls.ts';
import { atLeast, minorOf } from './version.ts';

/** Texts that a flag refuses by itself and a configuration file only later, or only in some releases. */
export function textChoices(start: StartUp): Refusal | null {
  return (
    refuseText(start, 'cors', (text) => isOrigins(text, start.version)) ??
    refuseText(start, 'initial-cluster-state', (text) => ['', 'new', 'existing'].includes(text)) ??
    (minorOf(start.version) === '3.6' && start.mode === 'command-line'
      ? refuseText(start, 'discovery-fallback', (text) => text === 'exit')
      : null)
  );
}

function isOrigins(text: string, version: string): boolean {
  return text === '' || text === '*' || typeof parseListenUrls(text, version) !== 'string';
}

const EXPERIMENTAL = 'experimental-';

/** 3.6 has many flags under two names and takes one of them. embed/config.go experimentalFlagMigrationMap */
export function renamedTwice(start: StartUp): Refusal | null {
  if (minorOf(start.version) !== '3.6') return null;
  for (const old of Object.keys(etcdFlags)) {
    const name = old.slice(EXPERIMENTAL.length);
    if (!old.startsWith(EXPERIMENTAL) || flagOf(name, start.version) === undefined) continue;
    const found = isGiven(start, old) ? given(start, name) : undefined;
    if (found !== undefined) return refuses(`etcd refuses ${name} beside ${old}.`, found.origin);
  }
  return null;
}

/** From 3.6 on an empty mode is none. */
export function compactionMode(start: StartUp): Refusal | null {
  const empty = !atLeast(start.version, '3.6');
  return refuseText(start, 'auto-compaction-mode', (text) =>
    text === '' ? empty : text === 'periodic' || text === 'revision',
  );
}

/** embed/etcd.go parseCompactionRetention */
export function compaction(start: StartUp): Refusal | null {
  return refuseText(
    start,
    'auto-compaction-retention',
    (text) => text === '' || /^[+]?\d+$/.test(text) || parseGoDuration(text) !== null,
  );
}

/** To persist checkpoints that are not made. */
export function leaseCheckpoints(start: StartUp): Refusal | null {
  const persist = 'experimental-enable-lease-checkpoint-persist';
  const make = 'experimental-enable-lease-checkpoint';
  const has = (flag: string, gate: string) => isOn(start, flag) || gateOf(start, gate);
  if (!has(persist, 'LeaseCheckpointPersist') || has(make, 'LeaseCheckpoint')) return null;
  const origin = (given(start, persist) ?? given(start, 'feature-gates'))?.origin;
  return origin === undefined ? null : refuses(`etcd refuses ${persist} without ${make}.`, origin);
}

/** A gate by name, else by the stage that all lease gates are in. */
function gateOf(start: StartUp, gate: string): boolean {
  const pairs = (given(start, 'feature-gates')?.text ?? '').split(',').map((pair) => pair.split('='));
  const value = (name: string) => pairs.findLast(([key = '']) => key.trim() === name)?.[1];
  return parseGoBoolean((value(gate) ?? value('AllAlpha') ?? '').trim()) ?? false;
}

function isGiven(start: StartUp, name: string): boolean {
  return given(start, name) !== undefined;
}
