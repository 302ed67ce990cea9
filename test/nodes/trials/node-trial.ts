import { chmodSync, chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Node } from '../node.ts';

/** One thing that is broken on a real node and mended again. */
export interface NodeTrial {
  rule: string;
  /** What is broken. */
  what: string;
  /** Breaks it; what comes back mends it. */
  break: (node: Node) => Promise<Mend>;
  /** The verdict while it is broken; `fail` where not given. */
  becomes?: string;
  /** The benchmark that has the rule; the one that is chosen for the node where not given. */
  benchmark?: string;
}

export type Mend = () => Promise<void>;

/** Gives a file of the node another mode, owner or text; what comes back undoes that. */
export function changeFile(
  node: Node,
  path: string,
  change: { mode?: number; owner?: readonly [uid: number, gid: number]; text?: (old: string) => string },
): () => void {
  const file = node.outside(path);
  const before = existsSync(file) ? statSync(file) : null;
  const old = change.text === undefined || before === null ? '' : readFileSync(file, 'utf8');
  if (change.text !== undefined) writeFileSync(file, change.text(old), { mode: 0o600 });
  if (change.mode !== undefined) chmodSync(file, change.mode);
  if (change.owner !== undefined) chownSync(file, ...change.owner);
  return () => {
    if (before === null) return rmSync(file);
    if (change.text !== undefined) writeFileSync(file, old);
    chmodSync(file, before.mode & 0o7777);
    chownSync(file, before.uid, before.gid);
  };
}

/** Makes objects in the API; what comes back deletes them. */
export async function apply(node: Node, ...objects: readonly object[]): Promise<Mend> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await node.must(['kubectl', 'apply', '-f', '-'], { input });
  return async () => {
    await node.must(['kubectl', 'delete', '--wait=true', '--ignore-not-found', '-f', '-'], { input });
  };
}

/** Gives an object of the API another state, whatever it had. */
export async function replace(node: Node, object: object): Promise<void> {
  await node.must(['kubectl', 'replace', '-f', '-'], { input: JSON.stringify(object) });
}

/** Merges a change into an object of the API, named as kubectl does; what comes back merges another into it. */
export async function patch(
  node: Node,
  target: readonly string[],
  change: object,
  back: object,
): Promise<Mend> {
  const merge = async (what: object) => {
    await node.must(['kubectl', 'patch', ...target, '--type=merge', `--patch=${JSON.stringify(what)}`]);
  };
  await merge(change);
  return () => merge(back);
}
