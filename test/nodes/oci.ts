import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../../src/cli/demo/binary-run.ts';

const MEDIA = 'application/vnd.oci.image';

export interface Image {
  /** With its tag, as a Pod names it. */
  name: string;
  /** The root file system, to be made a single layer. */
  root: string;
  /** What runs in it unless a Pod says otherwise. */
  entrypoint: string;
}

interface Blob {
  mediaType: string;
  digest: string;
  size: number;
}

/** Writes images as one OCI layout (image-spec v1.0.2, image-layout.md), for `ctr images import`. */
export async function writeLayout(layout: string, images: readonly Image[]): Promise<void> {
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const manifests: object[] = [];
  for (const image of images) {
    const annotations = { 'io.containerd.image.name': image.name };
    manifests.push({ ...(await writeImage(layout, image)), annotations });
  }
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

async function writeImage(layout: string, { root, entrypoint }: Image): Promise<Blob> {
  const layer = await writeLayer(layout, root);
  const config = await writeJson(layout, `${MEDIA}.config.v1+json`, {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: {
      Entrypoint: [entrypoint],
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const mediaType = `${MEDIA}.manifest.v1+json`;
  return writeJson(layout, mediaType, { schemaVersion: 2, mediaType, config, layers: [layer] });
}

async function writeLayer(layout: string, root: string): Promise<Blob> {
  const unfinished = join(layout, 'layer.tar');
  const always = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await run('tar', ['--create', '--file', unfinished, ...always, '--directory', root, '.']);
  const hash = createHash('sha256');
  await pipeline(createReadStream(unfinished), hash);
  const { size } = await stat(unfinished);
  const digest = hash.digest('hex');
  await rename(unfinished, join(layout, 'blobs', 'sha256', digest));
  return { mediaType: `${MEDIA}.layer.v1.tar`, digest: `sha256:${digest}`, size };
}

async function writeJson(layout: string, mediaType: string, value: object): Promise<Blob> {
  const text = JSON.stringify(value);
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(join(layout, 'blobs', 'sha256', digest), text);
  return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
}
