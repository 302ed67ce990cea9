import { expect, it } from 'vitest';
import { TCP_LISTEN, type TcpRow } from '../machine/proc/tcp.ts';
import { otherEnd } from './who-answers.ts';

const OURS = { localAddress: '127.0.0.1', localPort: 43_210 };
const ESTABLISHED = '01';

function row(port: number, inode: string, remotePort: number, state = ESTABLISHED): TcpRow {
  return {
    ...{ state, inode },
    local: { family: 'ipv4', address: '127.0.0.1', port },
    remote: { family: 'ipv4', address: '127.0.0.1', port: remotePort },
  };
}

it('finds who took a connection, not another server with a client of the same port', () => {
  const ofEtcd = row(2379, '77', OURS.localPort);
  const listening = row(20_250, '5', OURS.localPort, TCP_LISTEN);
  const notTaken = row(20_250, '0', OURS.localPort);
  const taken = row(20_250, '99', OURS.localPort);
  const ourOwn = row(OURS.localPort, '98', 10_250);
  const before = new Set(['77', '5']);

  expect(otherEnd([ofEtcd, listening, notTaken, ourOwn], OURS, before)).toBeNull();
  expect(otherEnd([ofEtcd, listening, ourOwn, taken], OURS, before)).toBe(taken);
});
