import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Node, upNode } from '../test/nodes/node.ts';
import { scan } from '../test/nodes/scan.ts';
import { harden } from '../test/nodes/trials/node-hardened.ts';
import { build } from './build.ts';
import { differences } from './compare/fresh.ts';
import { giveShell, type KubeBench, runKubeBench, TARGETS } from './compare/kube-bench.ts';
import { comparisonPage } from './compare/page.ts';
import { weaken } from './compare/weakened.ts';

const RESULT = fileURLToPath(new URL('../docs/comparison.md', import.meta.url));
const USAGE = `node tools/compare-kube-bench.ts --kube-bench PROGRAM --config DIR --named TEXT
    runs kube-bench and kubetrue on a fresh node and on one with weaknesses, and writes docs/comparison.md;
    DIR is the cfg folder of kube-bench, TEXT says which version it is. Neither may lie below /usr, /etc, /var or /run.`;

async function compare(kubeBench: KubeBench, kubeBenchVersion: string): Promise<void> {
  await build();
  const node = await upNode();
  try {
    await giveShell(node);
    const fresh = await both(node, kubeBench);
    const found = differences(fresh.report, fresh.kubeBench);
    await harden(node);
    const weakened = await weaken(node, kubeBench, await scan(node));
    const day = new Date().toISOString().slice(0, 10);
    const page = { day, kubeBenchVersion, ...fresh, differences: found, weakened };
    writeFileSync(RESULT, comparisonPage(page));
  } finally {
    await node.down();
  }
}

async function both(node: Node, kubeBench: KubeBench) {
  return { kubeBench: await runKubeBench(node, kubeBench, TARGETS), report: await scan(node) };
}

const type = 'string';
const { values } = parseArgs({ options: { 'kube-bench': { type }, config: { type }, named: { type } } });
const { 'kube-bench': program, config, named } = values;
if (program === undefined || config === undefined || named === undefined) throw new Error(USAGE);
await compare({ program: resolve(program), config: resolve(config) }, named);
