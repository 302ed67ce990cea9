import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileCapabilities, writeTar } from './layer.ts';

const MEDIA = 'application/vnd.oci.image';

/** A file system that lies over those before it. */
export interface Layer {
  root: string;
  capabilities?: FileCapabilities;
  /** Smaller to send, slower to write. */
  gzip?: boolean;
}

/** What a container runs unless a Pod says otherwise. */
export interface RunConfig {
  Entrypoint: readonly string[];
  User?: string;
  Env?: readonly string[];
  Labels?: Readonly<Record<string, string>>;
}

export type Architecture = 'amd64' | 'arm64';

export interface Platform {
  architecture: Architecture;
  layers: readonly Layer[];
  config: RunConfig;
}

export interface Image {
  /** With its tag, as a Pod names it. */
  name: string;
  platforms: readonly Platform[];
}

/** How one file of a layout names another. */
interface Blob {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { architecture: Architecture; os: 'linux' };
  annotations?: Readonly<Record<string, string>>;
}

/** The architecture of this machine, as images name it. */
export function ownArchitecture(): Architecture {
  if (process.arch === 'x64') return 'amd64';
  if (process.arch === 'arm64') return 'arm64';
  throw new Error(`there are no images for ${process.arch} here`);
}

/**
 * Writes images as one OCI layout (image-spec v1.0.2, image-layout.md) and returns their digests. The same content
 * gives the same digests.
 */
export async function writeLayout(layout: string, images: readonly Image[]): Promise<string[]> {
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  const manifests: Blob[] = [];
  for (const image of images) {
    const annotations = {
      'io.containerd.image.name': image.name,
      'org.opencontainers.image.ref.name': image.name.replace(/^.*:/, ''),
    };
    manifests.push({ ...(await writeImage(layout, image)), annotations });
  }
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return manifests.map(({ digest }) => digest);
}

/** One manifest, or an index of one for each platform. */
async function writeImage(layout: string, { platforms }: Image): Promise<Blob> {
  const manifests: Blob[] = [];
  for (const platform of platforms) {
    const { architecture } = platform;
    manifests.push({
      ...(await writeManifest(layout, platform)),
      platform: { architecture, os: 'linux' },
    });
  }
  const [only] = manifests;
  if (only !== undefined && manifests.length === 1) return only;
  const mediaType = `${MEDIA}.index.v1+json`;
  return writeJson(layout, mediaType, { schemaVersion: 2, mediaType, manifests });
}

async function writeManifest(layout: string, { architecture, layers, config }: Platform): Promise<Blob> {
  const written: (Blob & { plainDigest: string })[] = [];
  for (const layer of layers) written.push(await writeLayer(layout, layer));
  const described = await writeJson(layout, `${MEDIA}.config.v1+json`, {
    ...{ architecture, os: 'linux', config },
    rootfs: { type: 'layers', diff_ids: written.map(({ plainDigest }) => plainDigest) },
  });
  const mediaType = `${MEDIA}.manifest.v1+json`;
  return writeJson(layout, mediaType, {
    ...{ schemaVersion: 2, mediaType, config: described },
    layers: written.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  });
}

async function writeLayer(
  layout: string,
  { root, gzip = false, capabilities = {} }: Layer,
): Promise<Blob & { plainDigest: string }> {
  const unfinished = join(layout, 'layer.tar');
  const { digest, size, plainDigest } = await writeTar(unfinished, root, { gzip, capabilities });
  await rename(unfinished, join(layout, 'blobs', 'sha256', digest));
  return {
    mediaType: `${MEDIA}.layer.v1.tar${gzip ? '+gzip' : ''}`,
    digest: `sha256:${digest}`,
    size,
    plainDigest: `sha256:${plainDigest}`,
  };
}

async function writeJson(layout: string, mediaType: string, value: object): Promise<Blob> {
  const text = JSON.stringify(value);
  const digest = createHash('sha256').update(text).digest('hex');
  await writeFile(join(layout, 'blobs', 'sha256', digest), text);
  return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
}
