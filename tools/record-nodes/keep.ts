import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Node } from '../../test/nodes/node.ts';
import { secretsOf } from '../../test/nodes/verdicts/secrets.ts';

/** This checkout. */
const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Records a node with the built program and writes what that printed, to the byte.
 * @throws Error and writes nothing when it holds a secret of the node, or a name or path of this machine
 */
export async function keepSnapshot(node: Node, path: string): Promise<void> {
  const { code, stdout, stderr } = await node.kubetrue(['snapshot', '--prove', 'local']);
  if (code !== 0 || stderr !== '') throw new Error(`snapshot: exit code ${code}\n${stderr}`);
  const secrets = (await secretsOf(node)).filter((secret) => stdout.includes(secret));
  if (secrets.length > 0) throw new Error(`${secrets.length} secrets of the node are in its snapshot`);
  // As a whole word: host names can be short.
  const names = [ROOT, node.id, hostname()].filter((name) => isNamed(stdout, name));
  if (names.length > 0) throw new Error(`of the recording machine: ${names.join(', ')}`);
  writeFileSync(path, stdout);
}

function isNamed(text: string, name: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${literal}(?![\\w.-])`).test(text);
}
