import { readFileSync } from 'node:fs';
import { directoryOf } from './node-state.ts';
import { tail } from './process.ts';

/** The end of what containerd and the kubelet of a node wrote, for messages. */
export function logsOf(id: string): string {
  return ['containerd', 'kubelet'].map((name) => `${name}: ${logOf(id, name)}`).join('\n');
}

function logOf(id: string, name: string): string {
  try {
    return tail(readFileSync(`${directoryOf(id)}/log/${name}.log`, 'utf8'), 8);
  } catch {
    return 'wrote nothing';
  }
}
