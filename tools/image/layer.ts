import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Header, type Pack, pack } from 'tar-stream';

/** Rights that a program gets when it is started, whoever starts it: paths of programs to names of capabilities. */
export type FileCapabilities = Readonly<Record<string, readonly CapabilityName[]>>;

type Given = Partial<Header> & Pick<Header, 'name'>;

/** https://github.com/torvalds/linux/blob/v6.12/include/uapi/linux/capability.h */
const CAPABILITIES = { dac_read_search: 2, sys_ptrace: 19 } as const;
export type CapabilityName = keyof typeof CAPABILITIES;

export interface Written {
  /** Of the file as it lies there. */
  digest: string;
  size: number;
  /** Of the archive in it. */
  plainDigest: string;
}

/**
 * Writes a directory as a tar archive that depends on nothing but names, contents, links and whether a file may be
 * executed: sorted, owned by root, with times of zero.
 */
export async function writeTar(
  file: string,
  root: string,
  { gzip = false, capabilities = {} }: { gzip?: boolean; capabilities?: FileCapabilities } = {},
): Promise<Written> {
  const archive = pack();
  const plain = createHash('sha256');
  const whole = createHash('sha256');
  let size = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      whole.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  };
  const hashed = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      plain.update(chunk);
      yield chunk;
    }
  };
  const compressed = gzip ? [createGzip()] : [];
  const writing = pipeline([archive, hashed, ...compressed, counted, createWriteStream(file)]);
  await Promise.all([addAll(archive, root, capabilities), writing]);
  return { digest: whole.digest('hex'), size, plainDigest: plain.digest('hex') };
}

async function addAll(archive: Pack, root: string, capabilities: FileCapabilities): Promise<void> {
  await addBelow(archive, root, '', capabilities);
  archive.finalize();
}

async function addBelow(
  archive: Pack,
  root: string,
  below: string,
  capabilities: FileCapabilities,
): Promise<void> {
  for (const entry of (await readdir(join(root, below))).sort()) {
    const name = join(below, entry);
    await add(archive, root, name, capabilities);
    if ((await lstat(join(root, name))).isDirectory()) await addBelow(archive, root, name, capabilities);
  }
}

async function add(archive: Pack, root: string, name: string, capabilities: FileCapabilities): Promise<void> {
  const path = join(root, name);
  const stats = await lstat(path);
  const common = { name, mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' };
  if (stats.isDirectory()) return entry(archive, { ...common, type: 'directory', mode: 0o755 });
  if (stats.isSymbolicLink())
    return entry(archive, { ...common, type: 'symlink', mode: 0o777, linkname: await readlink(path) });
  if (!stats.isFile()) throw new Error(`${path} is neither a file, a directory nor a link`);
  const given = capabilities[name];
  const header: Given = {
    ...common,
    ...{ type: 'file', size: stats.size, mode: (stats.mode & 0o111) === 0 ? 0o644 : 0o755 },
    ...(given === undefined ? {} : { pax: { 'SCHILY.xattr.security.capability': asAttribute(given) } }),
  };
  const opened = archive.entry(header);
  await pipeline(createReadStream(path), opened);
}

function entry(archive: Pack, header: Given): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(header, (error) => (error ? reject(error) : resolve()));
  });
}

/** VFS_CAP_REVISION_2 and VFS_CAP_FLAGS_EFFECTIVE. */
const REVISION_2_EFFECTIVE = 0x02000001;

/** struct vfs_cap_data: revision, then permitted and inheritable, of the lower 32 capabilities and of the upper ones. */
function asAttribute(names: readonly CapabilityName[]): string {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt32LE(REVISION_2_EFFECTIVE, 0);
  bytes.writeUInt32LE(
    names.reduce((bits, name) => bits | (1 << CAPABILITIES[name]), 0),
    4,
  );
  // The library writes texts as UTF-8, which leaves these alone.
  if (bytes.some((byte) => byte > 0x7f)) throw new Error('these capabilities cannot be written as a text');
  return bytes.toString('latin1');
}
