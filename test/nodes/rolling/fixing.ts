import type { Node } from '../node.ts';

/** Runs `kubetrue fix` on a node and gives what it wrote; throws when it ends with another code than these. */
export async function fix(node: Node, words: readonly string[], codes: readonly number[]): Promise<string> {
  const { code, stdout, stderr } = await node.kubetrue(['fix', ...words]);
  if (code === null || !codes.includes(code)) throw new Error(`exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}
