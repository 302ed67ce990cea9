import type { Conventions } from '../kubernetes/pflag.ts';

/** How the kubelet treats what pflag leaves open. cmd/kubelet/app/server.go NewKubeletCommand */
export function conventions(minor: number): Conventions {
  return { program: 'kubelet', minor, underscores: true, positional: 'refused' };
}
