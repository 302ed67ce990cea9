import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request as send } from 'node:https';
import type { AuditedRequest } from '../../../src/components/kube-apiserver/audit/audit-match.ts';

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
}

const AGENT = new Agent({ keepAlive: true, rejectUnauthorized: false });

/** Asks an API server; with a bearer token, or without credentials. */
export function ask(url: string, method: string, path: string, token?: string): Promise<HttpAnswer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const request = send(new URL(path, url), { method, headers, agent: AGENT }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    request.on('error', reject);
    request.end();
  });
}

const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
};
/** Verbs that are about all objects at once. */
const OF_ALL = ['list', 'watch', 'create', 'deletecollection'];

/** How a request is made by HTTP. Nobody has to be allowed it: what is refused is recorded like the rest. */
export function httpOf(request: AuditedRequest): { method: string; path: string } {
  const { verb, group, resource, subresource, namespace } = request;
  const root = group === '' ? '/api/v1' : `/apis/${group}/v1`;
  const scope = namespace === '' ? '' : `/namespaces/${namespace}`;
  const ofOne = subresource !== '' || !OF_ALL.includes(verb);
  const object = ofOne ? `/probe${subresource === '' ? '' : `/${subresource}`}` : '';
  const query = verb === 'watch' ? '?watch=true' : '';
  return { method: METHODS[verb] ?? verb, path: `${root}${scope}/${resource}${object}${query}` };
}

/** Level of each event in an audit log, by the id of the request. */
export function levelsIn(log: string): ReadonlyMap<string, string> {
  const events = log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { auditID: string; level: string });
  return new Map(events.map(({ auditID, level }) => [auditID, level]));
}
