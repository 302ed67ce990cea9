import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ControlPlanes } from './control-planes.ts';

const MINUTES = 60_000;
const WRITER = fileURLToPath(new URL('../writer.ts', import.meta.url));
const STOP = '/run/stop-writing';
const NAMESPACE = 'written';

/** What came of writing to a cluster all the time. */
export interface Written {
  /** Writes that were acknowledged. */
  acknowledged: number;
  /** The longest time without one, ms. */
  longestPause: number;
  /** Names of those that were acknowledged and are not there. */
  lost: readonly string[];
}

/** Writes by whichever API server takes it, until the answer is asked to end. @returns that */
export async function startWriting(nodes: ControlPlanes): Promise<() => Promise<Written>> {
  const [first] = nodes;
  await first.must(['kubectl', 'create', 'namespace', NAMESPACE]);
  const servers = nodes.map(({ address }) => address);
  const argv = [process.execPath, WRITER, STOP, first.kubeconfig, NAMESPACE, ...servers];
  const writing = first.exec(argv, { timeoutMs: 30 * MINUTES });
  return async () => {
    writeFileSync(first.outside(STOP), '');
    const { code, stdout, stderr } = await writing;
    if (code !== 0 || stderr !== '') throw new Error(`the writer ended with ${code}\n${stderr}`);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    const times = lines.map(([, at]) => Number(at));
    const list = await first.must(['kubectl', 'get', 'configmap', `-n=${NAMESPACE}`, '-o=name']);
    const stored = new Set(list.split('\n').map((line) => line.replace('configmap/', '')));
    return {
      acknowledged: lines.length,
      longestPause: Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0))),
      lost: lines.map(([name = '']) => name).filter((name) => !stored.has(name)),
    };
  };
}
