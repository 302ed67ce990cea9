import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { upNode } from './node.ts';
import { listNodes, removeNode } from './node-directory.ts';
import { findNode, insideCommand, type Node, stateOf } from './node-handle.ts';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from './programs/kubernetes.ts';

const USAGE = `npm run node:up   [-- [--version V] [--hostname NAME] [--endpoint | --join ID | --join-control-plane ID]]
    makes a node that stays until it is taken down; with --join it is a worker of that control plane, with
    --join-control-plane another control plane of its cluster, which must have been made with --endpoint
npm run node:down [-- ID...]
    takes nodes down; all that were made so, when none is named
npm run node:exec -- [--node ID] PROGRAM [WORD...]
    runs a program inside a node (cp1 unless told otherwise), as root
Versions: ${Object.keys(KUBERNETES_VERSIONS).join(', ')}.`;

const COMMANDS: Readonly<Record<string, (words: string[]) => number | Promise<number>>> = { up, down, exec };

async function up(args: string[]): Promise<number> {
  const type = 'string';
  const options = {
    version: { type },
    hostname: { type },
    join: { type },
    'join-control-plane': { type },
    endpoint: { type: 'boolean' },
  } as const;
  const values = parseArgs({ args, options }).values;
  const { version, hostname, join, endpoint = false, 'join-control-plane': joinControlPlane } = values;
  const node = await upNode({
    keep: true,
    ...(version === undefined ? {} : { version: knownVersion(version) }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(join === undefined ? {} : { join: findNode(join) }),
    ...(joinControlPlane === undefined ? {} : { joinControlPlane: findNode(joinControlPlane) }),
    endpoint,
  });
  console.log(howToUse(node));
  return 0;
}

function knownVersion(version: string): KubernetesVersion {
  if (Object.hasOwn(KUBERNETES_VERSIONS, version)) return version as KubernetesVersion;
  throw new Error(`no Kubernetes ${version} here\n${USAGE}`);
}

function howToUse({ id, pid, version, outside }: Node): string {
  return `Node ${id} of Kubernetes ${version} is up; its first process is ${pid}.
A shell in it:  npm run node:exec -- --node ${id} bash
A scan of it:   npm run node:exec -- --node ${id} ${process.execPath} ${process.cwd()}/bin/kubetrue.js scan
Its files:      ${outside('/etc/kubernetes')}
Its end:        npm run node:down -- ${id}`;
}

/** Nodes that belong to a running test are not taken down unless they are named. */
function down(ids: string[]): number {
  const nodes = listNodes().filter(({ id, owner }) => (ids.length === 0 ? owner === null : ids.includes(id)));
  const unknown = ids.filter((id) => !nodes.some((node) => node.id === id));
  if (unknown.length > 0) throw new Error(`there is no node ${unknown.join(', ')}`);
  for (const node of nodes) {
    removeNode(node);
    console.log(`Node ${node.id} is gone.`);
  }
  return 0;
}

function exec(words: string[]): number {
  const named = words[0] === '--node';
  const id = named ? (words[1] ?? '') : 'cp1';
  const argv = named ? words.slice(2) : words;
  if (argv.length === 0) throw new Error(USAGE);
  const inside = insideCommand(stateOf(id), argv);
  const [program = '', ...rest] = inside.argv;
  const env = { ...inside.env, TERM: process.env.TERM ?? 'dumb' };
  return spawnSync(program, rest, { env, stdio: 'inherit' }).status ?? 1;
}

/** What must be undone at exit is undone after these too. */
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const [name = '', ...words] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  if (command === undefined) throw new Error(USAGE);
  process.exitCode = await command(words);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
