import type { Arbitrary } from 'fast-check';
import type { Component } from '../../../src/components/component.ts';
import type { JudgedComponent } from '../../../src/components/judged.ts';
import type { StartingCandidate } from '../../../src/components/subject.ts';
import type { KubernetesProgram, KubernetesVersion } from '../../nodes/programs/kubernetes.ts';
import type { Draw, Launch } from './launch.ts';

/** What a real program that started was seen to have in force. */
export type Started<T> = { outcome: 'started'; log: string } & T;

/** What a real program did. `busy`: somebody else has one of its ports. */
export type Real<T> = { outcome: 'refused' | 'busy'; because: string; log: string } | Started<T>;

export function hasStarted<T>(real: Real<T>): real is Started<T> {
  return real.outcome === 'started';
}

/** A launch worth a name, and what the real program does with it. */
export interface NamedDraw {
  name: string;
  draw: Draw;
  real: 'refused' | 'started';
}

/** One component whose readings a real program of it is asked about. */
export interface Subject<T> {
  program: KubernetesProgram;
  component: Component;
  judged: JudgedComponent;
  draws(): Arbitrary<Draw>;
  named: readonly NamedDraw[];
  ask(binary: string, launch: Launch, port: number): Promise<Real<T>>;
  /** Where a reading and the real program that started differ, a line each. */
  differences(candidate: StartingCandidate, real: Started<T>, port: number): string[];
}

/** How a subject's draw is judged. */
export interface Bench {
  version: KubernetesVersion;
  binary: string;
  /** A captured host, in which the draw is made. */
  root: string;
}
