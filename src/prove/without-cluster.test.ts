import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { apiServerFacts } from '../../test/support/api-server.ts';
import { createAuthority, issue } from '../cli/demo/pki.ts';
import type { ProcessFacts } from '../model/snapshot.ts';
import { prove } from './index.ts';

/** This process, as an API server that lets nobody in. */
async function serving(): Promise<ProcessFacts> {
  const { certificate, key } = await issue(await createAuthority('ca'), { commonName: 'server' });
  const server = createServer({ cert: certificate, key }, (_request, response) => {
    response.statusCode = 401;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const origin = { kind: 'process', path: '/proc/self' } as const;
  const listeners = {
    ...{ state: 'present', origin },
    value: [{ family: 'ipv4', address: '127.0.0.1', port }],
  } as ProcessFacts['listeners'];
  const startedAt = { state: 'unreadable', at: origin, reason: 'a test' } as const;
  return { ...apiServerFacts({}), pid: process.pid, startedAt, listeners };
}

it.each([
  ['nobody asks for the cluster', { cluster: null, rights: null }],
  ['nothing is said of it', {}],
  [
    'it is not there',
    {
      cluster: Promise.resolve({ state: 'absent', reason: 'a test' } as const),
      rights: Promise.resolve(null),
    },
  ],
])('an API server is asked to the end where %s', async (_name, known) => {
  const processes = [await serving()];
  const options = { now: () => new Date(), toolVersion: '0.0.0', ...known };

  const observations = await prove({ source: 'live', processes }, options);

  const methods = observations.filter(({ answer }) => answer.kind === 'answered').map(({ method }) => method);
  expect(methods).toContain('ANON');
  expect(methods).not.toContain('SAR');
});
