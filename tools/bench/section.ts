import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { machine } from './machine.ts';
import type { Run } from './rounds.ts';

/** A part of docs/benchmarks.md, and what is over its limit. */
export interface Section {
  text: string;
  problems: string[];
}

/** What one run may take. Other work on the machine lengthens its wall time, and hardly what the processors work. */
export interface Limit {
  seconds: number;
  peakMiB: number;
}

export function limitText({ seconds, peakMiB }: Limit): string {
  return `It may take ${seconds} s and ${peakMiB} MiB.`;
}

/** What of a run is over its limit; the time counts when both the clock and the processors took longer. */
export function overLimit(what: string, { wallMs, cpuMs, peakMiB }: Run, limit: Limit): string[] {
  const seconds = Math.min(wallMs, cpuMs) / 1000;
  return [
    ...(seconds > limit.seconds ? [`${what} takes ${seconds.toFixed(1)} s, more than ${limit.seconds}`] : []),
    ...(peakMiB > limit.peakMiB
      ? [`${what} takes ${peakMiB.toFixed(0)} MiB, more than ${limit.peakMiB}`]
      : []),
  ];
}

export function runTable({ wallMs, cpuMs, peakMiB }: Run): string {
  return `| wall time | processor time | peak memory |
| --- | --- | --- |
| ${(wallMs / 1000).toFixed(1)} s | ${(cpuMs / 1000).toFixed(1)} s | ${peakMiB.toFixed(0)} MiB |
`;
}

/** Where and when figures were taken, and what else the machine had to do. To be called before they are. */
export function measuredOn(): string {
  const [load = 0] = loadavg();
  return `${new Date().toISOString().slice(0, 10)}, ${machine()}, load average ${load.toFixed(1)} at the start.`;
}

/** A command that failed is no fast one: what it wrote must say that it did its work. */
export function requireWritten(file: string, words: string): void {
  if (!readFileSync(file, 'utf8').includes(words)) throw new Error(`${file} does not tell of ${words}`);
}
