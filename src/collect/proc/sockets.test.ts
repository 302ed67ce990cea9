import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plantTree } from '../../../test/support/collect/tree.ts';
import { RootedFs } from '../../machine/rooted/rooted-fs.ts';
import { listenersFact } from './listeners.ts';
import { capturedProc, kernelProc } from './source.ts';

async function listen(where: { port: number; host: string } | string): Promise<Server> {
  const server = createServer();
  onTestFinished(() => void server.close());
  const listening = new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  if (typeof where === 'string') server.listen(where);
  else server.listen(where);
  await listening;
  return server;
}

describe('listening sockets of a live process', () => {
  it('finds those it holds, of every family, and no others', async () => {
    const socket = join(plantTree({}), 'with space.sock');
    const v4 = await listen({ port: 0, host: '127.0.0.1' });
    const v6 = await listen({ port: 0, host: '::1' }).catch(() => null);
    await listen(socket);

    const fact = listenersFact(kernelProc('/proc'), process.pid, new Map());

    const sockets = fact.state === 'present' ? fact.value : [];
    expect(sockets).toContainEqual({ family: 'ipv4', address: '127.0.0.1', port: portOf(v4) });
    if (v6 !== null) expect(sockets).toContainEqual({ family: 'ipv6', address: '::1', port: portOf(v6) });
    expect(sockets).toContainEqual({ family: 'unix', address: socket, port: null });
  });

  it("does not take another process's socket for its own", async () => {
    const server = await listen({ port: 0, host: '127.0.0.1' });

    const fact = listenersFact(kernelProc('/proc'), process.ppid, new Map());

    const ports = fact.state === 'present' ? fact.value.map((socket) => socket.port) : [];
    expect(fact.state).toBe('present');
    expect(ports).not.toContain(portOf(server));
  });
});

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:094B 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0
   1: 0A01A8C0:094C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 101 1 0
   2: 0100007F:094B 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 102 1 0
`;
const TCP6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:094B 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 103 1 0
   1: 000080FE00000000FF005450B6AD1DFE:0001 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 104 1 0
   2: 0000000000000000FFFF00000100007F:0002 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 105 1 0
`;
const UNIX = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 106 /run/x y
0000000000000000: 00000002 00000000 00000000 0001 03 107 /run/connected
0000000000000000: 00000002 00000000 00010000 0001 01 108 @abstract
`;

function captured(files: Record<string, string>, inodes: readonly number[]) {
  const links = Object.fromEntries(
    inodes.map((inode, index) => [`proc/5/fd/${index}`, { link: `socket:[${inode}]` }]),
  );
  const opened = RootedFs.open(plantTree({ ...files, ...links }), 'CAP_DAC_READ_SEARCH');
  if (opened.state !== 'read') throw new Error('no tree');
  onTestFinished(() => opened.value.close());
  return listenersFact(capturedProc(opened.value), 5, new Map());
}

describe('listening sockets of a captured process', () => {
  const tables = { 'proc/5/net/tcp': TCP, 'proc/5/net/tcp6': TCP6, 'proc/5/net/unix': UNIX };

  it('decodes addresses and leaves out connections and what is not held', () => {
    const fact = captured(tables, [100, 102, 103, 104, 105, 106, 107, 108]);

    expect(fact).toMatchObject({
      state: 'present',
      value: [
        { family: 'ipv4', address: '127.0.0.1', port: 2379 },
        { family: 'ipv6', address: '::', port: 2379 },
        { family: 'ipv6', address: 'fe80::5054:ff:fe1d:adb6', port: 1 },
        { family: 'ipv4', address: '127.0.0.1', port: 2 },
        { family: 'unix', address: '/run/x y', port: null },
        { family: 'unix', address: '@abstract', port: null },
      ],
    });
  });

  it('does without an IPv6 table, not without the others', () => {
    const withoutV6 = captured({ 'proc/5/net/tcp': TCP, 'proc/5/net/unix': UNIX }, [101]);
    const withoutV4 = captured({ 'proc/5/net/unix': UNIX }, [101]);

    expect(withoutV6).toMatchObject({ value: [{ address: '192.168.1.10', port: 2380 }] });
    expect(withoutV4).toMatchObject({ state: 'unreadable', reason: 'not part of the capture' });
  });

  it('knows nothing without descriptors', () => {
    const fact = captured(tables, []);

    expect(fact).toMatchObject({ state: 'unreadable', reason: 'not part of the capture' });
  });
});

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : null;
}
