import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import type { FileCapabilities } from './layer.ts';
import { writeTar } from './layer.ts';
import { type Architecture, type Platform, writeLayout } from './layout.ts';
import { layOutKubetrue, layOutNode } from './program.ts';
import { layOutSystem } from './system.ts';

/**
 * setpriv hands these on to the program that it starts: a container of another user than root has none otherwise,
 * whatever its Pod adds. Where a Pod does not add them, it cannot be started at all, and nothing else is given any.
 */
const RIGHTS: FileCapabilities = { 'usr/bin/setpriv': ['dac_read_search', 'sys_ptrace'] };

/** Nobody on any node. */
const USER = '65532:65532';

export interface ImageOptions {
  /** With its tag. */
  name: string;
  architectures: readonly Architecture[];
}

/** Writes the image of Kubetrue as a tar archive of an OCI layout, and returns its digest. `dist` must be built. */
export async function writeImageArchive(
  file: string,
  { name, architectures }: ImageOptions,
): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'kubetrue-image-'));
  try {
    const platforms: Platform[] = [];
    for (const architecture of architectures)
      platforms.push(await layOut(join(scratch, architecture), architecture));
    const layout = join(scratch, 'layout');
    const [digest = ''] = await writeLayout(layout, [{ name, platforms }]);
    await writeTar(file, layout);
    return digest;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What changes least comes first, so that the same layers serve many versions. */
async function layOut(directory: string, architecture: Architecture): Promise<Platform> {
  const [system, node, kubetrue] = ['system', 'node', 'kubetrue'].map((part) => join(directory, part)) as [
    string,
    string,
    string,
  ];
  await mkdir(directory, { recursive: true });
  await layOutSystem(system, architecture);
  await layOutNode(node, architecture);
  await layOutKubetrue(kubetrue);
  return {
    architecture,
    layers: [
      { root: system, capabilities: RIGHTS, gzip: true },
      { root: node, gzip: true },
      { root: kubetrue, gzip: true },
    ],
    config: {
      Entrypoint: ['kubetrue'],
      User: USER,
      Env: ['PATH=/usr/local/bin:/usr/bin'],
      Labels: {
        'org.opencontainers.image.title': 'kubetrue',
        'org.opencontainers.image.description': manifest.description,
        'org.opencontainers.image.version': manifest.version,
        'org.opencontainers.image.licenses': manifest.license,
      },
    },
  };
}
