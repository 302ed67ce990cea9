import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Answer, fakeApi } from '../../../test/support/fake-api.ts';
import { openObjects } from './objects.ts';

const POD = '/api/v1/namespaces/kube-system/pods/kube-proxy-x';
const OPTIONS = { kind: 'DeleteOptions', preconditions: { uid: 'a' }, dryRun: ['All'] };

/** What arrives of a DELETE at a server that answers with a status. */
async function removed(status: number) {
  const arrived: { method?: string | undefined; body: string }[] = [];
  const answer: Answer = (request, response) => {
    void bodyOf(request).then((body) => {
      arrived.push({ method: request.method, body });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', message: 'as the server says' }));
    });
    return true;
  };
  const { kubeconfig } = await fakeApi({ [POD]: answer });
  const client = await openObjects({ kubeconfig, context: null, allowExec: false, environment: {} }, '0');
  if (typeof client === 'string') throw new Error(client);
  const outcome = await client.remove(POD, OPTIONS);
  client.close();
  return { arrived, outcome };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

describe('deleting an object', () => {
  it('sends the options with it, without which any object of the name would go, and for good', async () => {
    const { arrived, outcome } = await removed(200);

    expect(arrived).toEqual([{ method: 'DELETE', body: JSON.stringify(OPTIONS) }]);
    expect(outcome).toEqual({ state: 'done' });
  });

  it.each([
    [202, { state: 'done' }],
    [409, { state: 'changed' }],
    [403, { state: 'failed', reason: 'not allowed (403): as the server says' }],
    [404, { state: 'changed' }],
    [500, { state: 'failed', reason: 'the server answered 500: as the server says' }],
  ])('understands %d', async (status, outcome) => {
    expect((await removed(status)).outcome).toEqual(outcome);
  });
});
