import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findEtcd } from '../src/cli/demo/binary.ts';

const CAPTURE = fileURLToPath(new URL('../test/captures/recorded/etcd-three-members.json', import.meta.url));
const INSIDE = fileURLToPath(new URL('./record-etcd-members/inside.ts', import.meta.url));
const STAND_IN = fileURLToPath(new URL('./record-etcd-members/stand-in.go', import.meta.url));
const [GO, UNSHARE] = ['go', 'unshare'];
const TEN_MINUTES_MS = 600_000;

/**
 * Records three real etcd members, as test/captures/recorded/README.md tells. Needs Linux, root, Go and
 * util-linux: the members run in namespaces of their own (mounts, network, host name, processes), so that the paths
 * and addresses that they are started with, and that are recorded, are those of a node.
 */
async function record(): Promise<void> {
  const { path } = await findEtcd('3.6.5', (message) => process.stderr.write(`${message}\n`));
  const parcel = mkdtempSync(join(tmpdir(), 'kubetrue-record-'));
  try {
    copyFileSync(path, `${parcel}/etcd`);
    execFileSync(GO, ['build', '-trimpath', '-o', `${parcel}/kube-apiserver`, STAND_IN], {
      stdio: 'inherit',
    });
    writeFileSync(CAPTURE, runInside(parcel));
  } finally {
    rmSync(parcel, { recursive: true, force: true });
  }
}

/** The snapshot as JSON text. */
function runInside(parcel: string): Buffer {
  const namespaces = ['--mount', '--net', '--uts', '--pid', '--fork', '--mount-proc', '--kill-child'];
  return execFileSync(UNSHARE, [...namespaces, process.execPath, INSIDE, parcel], {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 16 * 1024 * 1024,
    timeout: TEN_MINUTES_MS,
  });
}

await record();
