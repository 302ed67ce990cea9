import { createHash } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { send } from '../ask.ts';
import { asRefusal, Refusal } from '../transaction/refusal.ts';
import { syncDirectory } from '../transaction/target.ts';
import { type Access, toOwn } from './access.ts';
import { fieldsOf, text } from './gateway.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
/** etcd sends the SHA-256 of the data base after it. server/etcdserver/api/v3rpc/maintenance.go Snapshot */
const TRAILER = 32;
const IDLE_MS = 30_000;

export interface Saved {
  path: string;
  sha256: string;
  /** Of the data base, without what etcd adds to it. */
  bytes: number;
}

/**
 * Streams a snapshot of the member's data into a new file (0600) that `etcdutl snapshot restore` takes, and checks it
 * by the sum that etcd sends with it. It holds all that etcd holds: every Secret of the cluster.
 *
 * @param size of the data base, in bytes: twice that must be free
 * @throws Refusal with nothing left of the file
 */
export async function saveSnapshot(access: Access, path: string, size: number): Promise<Saved> {
  enoughRoom(dirname(path), size);
  let descriptor: number;
  try {
    rmSync(path, { force: true });
    descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  } catch (error) {
    throw asRefusal(path, 'written', error);
  }
  try {
    const saved = await receive(access, path, descriptor);
    fsyncSync(descriptor);
    syncDirectory(dirname(path));
    return saved;
  } catch (error) {
    rmSync(path, { force: true });
    if (error instanceof Refusal) throw error;
    throw new Refusal(`no snapshot of etcd could be taken: ${(error as Error).message}`, { cause: error });
  } finally {
    closeSync(descriptor);
  }
}

function enoughRoom(directory: string, size: number): void {
  let free: number;
  try {
    const { bavail, bsize } = statfsSync(directory);
    free = bavail * bsize;
  } catch (error) {
    throw asRefusal(directory, 'looked at', error);
  }
  if (free < 2 * size)
    throw new Refusal(
      `${directory} has ${free} bytes free, and a snapshot of etcd wants ${2 * size}: name another directory with --etcd-snapshot`,
    );
}

async function receive(access: Access, path: string, descriptor: number): Promise<Saved> {
  const answer = await send(toOwn(access, '/v3/maintenance/snapshot'), {}, IDLE_MS);
  const hash = createHash('sha256');
  let held = Buffer.alloc(0);
  let bytes = 0;
  for await (const line of createInterface({ input: answer })) {
    const blob = blobOf(line);
    write(descriptor, blob);
    const all = Buffer.concat([held, blob]);
    const known = all.subarray(0, Math.max(0, all.length - TRAILER));
    hash.update(known);
    bytes += known.length;
    held = Buffer.from(all.subarray(known.length));
  }
  const sha256 = hash.digest('hex');
  if (bytes === 0 || sha256 !== held.toString('hex'))
    throw new Refusal('the snapshot of etcd is damaged: its sum is not the one that etcd sent');
  return { path, sha256, bytes };
}

/** The gateway sends one JSON document a line, the first error as the last of them. */
function blobOf(line: string): Buffer {
  const message = fieldsOf(JSON.parse(line));
  const failed = fieldsOf(message?.error);
  if (failed !== null) throw new Refusal(`etcd ended its snapshot: ${text(failed, 'message')}`);
  return Buffer.from(text(fieldsOf(message?.result), 'blob'), 'base64');
}

function write(descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
