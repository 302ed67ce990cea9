import type { Conventions } from '../kubernetes/pflag.ts';

export const PROGRAM = 'kube-scheduler';

/** 1.18 warns of words that are no flags and goes on. https://github.com/kubernetes/kubernetes/blob/v1.18.20/cmd/kube-scheduler/app/server.go runCommand */
export function conventions(minor: number): Conventions {
  return {
    program: PROGRAM,
    minor,
    underscores: minor >= 23,
    positional: minor >= 19 ? 'empty-allowed' : 'ignored',
  };
}
