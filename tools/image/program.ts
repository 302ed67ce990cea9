import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Arch, nodeFor } from '../executable/node-for.ts';
import type { Architecture } from './layout.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
/** Processors as Node.js names them. */
const PROCESSORS = { amd64: 'x64', arm64: 'arm64' } as const satisfies Record<Architecture, Arch>;

/** Node.js of the version that the tests run on, for that architecture, and its licences. */
export async function layOutNode(root: string, architecture: Architecture): Promise<void> {
  const { program, licence } = nodeFor(PROCESSORS[architecture]);
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  await mkdir(join(root, 'usr/share/doc/node'), { recursive: true });
  await cp(program, join(root, 'usr/local/bin/node'));
  await cp(licence, join(root, 'usr/share/doc/node/LICENSE'));
}

/** What the image has of ours, from `dist` as it was built last. */
const OURS = ['bin', 'dist', 'schemas', 'LICENSE', 'NOTICE'] as const;

/** A program of this name that needs no `env` to find Node.js. */
const START = `#!/usr/local/bin/node
require('/opt/kubetrue/bin/kubetrue.js');
// A container that ends with its last word may not be heard out: runtimes lose what is still on its way to the log.
if (process.pid === 1) process.once('beforeExit', () => setTimeout(() => {}, 1000));
`;

/** Kubetrue itself. Compiled code is left out: it differs from run to run, and nothing may be written beside it. */
export async function layOutKubetrue(root: string): Promise<void> {
  for (const name of OURS)
    await cp(join(HOME, name), join(root, 'opt/kubetrue', name), {
      recursive: true,
      filter: (path) => !path.endsWith('.compile-cache'),
    });
  const start = join(root, 'usr/local/bin/kubetrue');
  await mkdir(dirname(start), { recursive: true });
  await writeFile(start, START);
  await chmod(start, 0o755);
}
