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
    const found = given(start, old) === undefined ? undefined : given(start, name);
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

const SIGN_METHODS = /^(?:(?:HS|RS|PS|ES)(?:256|384|512)|EdDSA)$/;

/** A kind of token and its options; whether the files of a JWT hold keys is left aside. server/auth/store.go NewTokenProvider */
export function authToken(start: StartUp): Refusal | null {
  return refuseText(start, 'auth-token', isToken);
}

function isToken(text: string): boolean {
  const [kind = '', ...rest] = text.split(',');
  const pairs = rest.map((option) => option.split('='));
  const options = new Map(pairs.map(([name = '', value = '']) => [name, value]));
  if (options.size < pairs.length || pairs.some((pair) => pair.length !== 2)) return false;
  if (kind !== 'jwt') return kind === '' || kind === 'simple';
  const keyed = Boolean(options.get('pub-key') || options.get('priv-key'));
  return keyed && SIGN_METHODS.test(options.get('sign-method') ?? '');
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
