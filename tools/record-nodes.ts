import { fileURLToPath } from 'node:url';
import { type Node, upNode } from '../test/nodes/node.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../test/nodes/programs/kubernetes.ts';
import { build } from './build.ts';
import { keepSnapshot } from './record-nodes/keep.ts';
import { weaken } from './record-nodes/weaken.ts';

const RECORDED = fileURLToPath(new URL('../test/captures/recorded/', import.meta.url));
const DEMO = fileURLToPath(new URL('../content/demo/control-plane.json', import.meta.url));
const USAGE = `node tools/record-nodes.ts [fresh] [demo]
    records kubeadm nodes of each version, and the weakened one of \`kubetrue demo\`; both unless one is named.
    Needs what test/nodes/README.md names for a node: Linux, root, Go.`;

const PARTS: Readonly<Record<string, () => Promise<void>>> = { fresh: recordFresh, demo: recordDemo };

/** A control plane as kubeadm has just made it, and a worker that has just joined, of each version. */
async function recordFresh(): Promise<void> {
  for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
    const minor = version.split('.').slice(0, 2).join('.');
    await withNode({ version, hostname: 'cp-1' }, async (first) => {
      await keepSnapshot(first, `${RECORDED}kubeadm-${minor}-control-plane.json`);
      await withNode({ version, hostname: 'worker-1', join: first }, (worker) =>
        keepSnapshot(worker, `${RECORDED}kubeadm-${minor}-worker.json`),
      );
    });
  }
}

/** The control plane of the demonstration, as content/demo/README.md tells. */
async function recordDemo(): Promise<void> {
  await withNode({ hostname: 'cp-1' }, async (node) => {
    await weaken(node);
    await keepSnapshot(node, DEMO);
  });
}

async function withNode(
  options: Parameters<typeof upNode>[0],
  use: (node: Node) => Promise<void>,
): Promise<void> {
  const node = await upNode(options);
  try {
    await use(node);
  } finally {
    await node.down();
  }
}

/** What must be undone at exit is undone after these too. */
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const named = process.argv.slice(2);
const parts = (named.length === 0 ? Object.keys(PARTS) : named).map((name) => {
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (part === undefined) throw new Error(USAGE);
  return part;
});
await build();
for (const part of parts) await part();
