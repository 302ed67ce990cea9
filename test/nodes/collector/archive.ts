import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';

export interface ImageContent {
  files: string[];
  /** Those that may be executed, but no libraries. */
  programs: string[];
  /** Those that get capabilities. */
  rights: string[];
}

/** What the layers of a packed OCI layout hold. */
export async function contentOf(archive: string): Promise<ImageContent> {
  const content: ImageContent = { files: [], programs: [], rights: [] };
  await eachEntry(createReadStream(archive), async (entry) => {
    const bytes = await bytesOf(entry);
    if (bytes.readUInt16BE(0) !== GZIP) return;
    await eachEntry(Readable.from([bytes]).pipe(createGunzip()), async (file) => {
      add(content, file);
      file.resume();
    });
  });
  for (const list of Object.values(content)) list.sort();
  return content;
}

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

/** How every gzip file begins. */
const GZIP = 0x1f8b;

function add(content: ImageContent, { header }: Entry): void {
  if (header.type !== 'file') return;
  content.files.push(header.name);
  const { name, mode = 0, pax } = header;
  if ((mode & 0o111) !== 0 && (!/\.so/.test(name) || /\/ld-/.test(name))) content.programs.push(name);
  if (typeof pax === 'object' && pax !== null && 'SCHILY.xattr.security.capability' in pax)
    content.rights.push(name);
}

async function eachEntry(from: Readable, use: (entry: Entry) => Promise<void>): Promise<void> {
  const entries = extract();
  const reading = pipeline(from, entries);
  for await (const entry of entries) {
    if (entry.header.size === 0) entry.resume();
    await (entry.header.type === 'file' || entry.header.size > 0 ? use(entry) : undefined);
    entry.resume();
  }
  await reading;
}

async function bytesOf(entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks.length > 0 ? chunks : [Buffer.alloc(2)]);
}
