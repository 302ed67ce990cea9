import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { components } from '../../components/index.ts';
import { parseStat, parseStrings, type Stat } from '../../machine/proc/parse.ts';
import type { Restart } from '../../model/plan.ts';
import { sha256 } from '../plan-hash.ts';
import type { Identity, Moment } from './journal-entry.ts';

/** A running process of a component. */
export interface Running extends Identity {
  arguments: readonly string[];
}

/** Told anew by each start of the machine. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Now, in the unit in which /proc gives starts of processes: no clock that somebody sets. */
export function thisMoment(): Moment {
  const [seconds] = readFileSync('/proc/uptime', 'utf8').split(' ');
  return { boot: bootId(), ticks: Math.floor(Number(seconds) * 100) };
}

/**
 * Programs around components, by the first words of their command line: K3s and RKE2 overwrite theirs by
 * `/usr/local/bin/k3s server`.
 */
const PROGRAMS: Readonly<Record<string, RegExp>> = {
  k3s: /^(?:\S*\/)?k3s(?:-| )(?:server|agent)(?: |$)/,
  rke2: /^(?:\S*\/)?rke2 (?:server|agent)(?: |$)/,
  kubelite: /^(?:\S*\/)?kubelite(?: |$)/,
};

/** The program of which a new process must come: that of a component, or the one around it. */
export function processOf({ component, program }: Restart): string {
  return program ?? component;
}

/** The components that are asked how they are. */
export function componentsOf({ component, components: all }: Restart): readonly string[] {
  return all ?? [component];
}

/** The program that one of the components runs inside, if one does. */
export function hostOf(): string | null {
  return Object.keys(PROGRAMS).find((name) => name !== 'rke2' && runningOf(name).length > 0) ?? null;
}

function recogniserOf(name: string): ((process: Looked) => boolean) | null {
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  if (program !== undefined) return ({ argv }) => program.test(argv.join(' '));
  const known = components.find((one) => one.name === name);
  return known === undefined ? null : (process) => known.recognise(process);
}

/** The processes of a component or program by its name, children that are about to become another one left out. */
export function runningOf(name: string): Running[] {
  const recognise = recogniserOf(name);
  if (recognise === null) return [];
  const boot = bootId();
  const found = pids().flatMap((pid) => {
    const process = lookAt(pid);
    if (process === null || !recognise(process)) return [];
    const { argv, stat } = process;
    return [{ pid, stat, identity: { pid, startTicks: stat.startTicks, boot, argv: argvHash(argv) }, argv }];
  });
  return found
    .filter(({ stat }) => !found.some(({ pid }) => pid === stat.parent))
    .map(({ identity, argv }) => ({ ...identity, arguments: argv }));
}

/** The control groups that the kernel has a process in; empty when it ended meanwhile. */
export function cgroupOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'latin1');
  } catch {
    return '';
  }
}

/** Arguments may hold secrets: only their hash is kept. */
export function argvHash(argv: readonly string[]): string {
  return sha256(JSON.stringify(argv));
}

export function sameProcess(one: Identity, other: Identity): boolean {
  return one.pid === other.pid && one.startTicks === other.startTicks && one.boot === other.boot;
}

/** Whether a process began after a moment of some boot: whatever runs after another start of the machine did. */
export function startedAfter(one: Identity, { boot, ticks }: Moment): boolean {
  return one.boot !== boot || one.startTicks >= ticks;
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

interface Looked {
  argv: string[];
  executable: string | null;
  stat: Stat;
}

function lookAt(pid: number): Looked | null {
  try {
    const argv = parseStrings(readFileSync(`/proc/${pid}/cmdline`));
    const stat = parseStat(readFileSync(`/proc/${pid}/stat`));
    if (argv.length === 0 || stat === null || stat.state === 'Z') return null;
    return { argv, executable: executableOf(pid), stat };
  } catch {
    return null; // It ended meanwhile, or is not ours to see.
  }
}

function executableOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    return null;
  }
}
