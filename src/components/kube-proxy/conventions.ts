import type { Conventions } from '../kubernetes/pflag.ts';

export const PROGRAM = 'kube-proxy';

/** 1.18 refuses any word, an empty one too. https://github.com/kubernetes/kubernetes/blob/v1.18.20/cmd/kube-proxy/app/server.go Validate */
export function conventions(minor: number): Conventions {
  return {
    program: PROGRAM,
    minor,
    underscores: minor >= 23,
    positional: minor >= 19 ? 'empty-allowed' : 'refused',
  };
}
