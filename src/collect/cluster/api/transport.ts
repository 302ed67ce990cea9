import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Access } from '../access/access.ts';

export interface Transport {
  agent: Agent;
  request(url: URL, options: RequestOptions, answered: (response: IncomingMessage) => void): ClientRequest;
}

/** Connections to the API server as the Kubernetes client prepared them, kept open between requests. */
export async function openTransport(
  { server, options: { agent } }: Access,
  connections: number,
): Promise<Transport> {
  // The client's agents close a connection after its answer, and open as many as they are asked for.
  Object.assign(agent, { keepAlive: true, maxSockets: connections });
  const { request } = server.protocol === 'http:' ? await import('node:http') : await import('node:https');
  return { agent, request };
}
