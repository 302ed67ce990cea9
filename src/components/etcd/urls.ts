import { type GoUrl, isIpLiteral, parseGoUrl, splitHostPort } from '../go-url.ts';
import { atLeast } from './version.ts';

export type UrlList = readonly GoUrl[];

const HIGHEST_PORT = 65_535;
const WITH_PORT = new Set(['http', 'https']);
const SCHEMES = new Set(['http', 'https', 'unix', 'unixs']);

/**
 * Comma-separated listen or advertise URLs. A string says why etcd refuses them.
 * https://github.com/etcd-io/etcd/blob/v3.5.21/client/pkg/types/urls.go NewURLs (which also sorts them)
 */
export function parseListenUrls(text: string, version: string): UrlList | string {
  const list: GoUrl[] = [];
  for (const part of text.split(',')) {
    const url = parseOne(part.trim(), version);
    if (typeof url === 'string') return url;
    list.push(url);
  }
  return list.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

/** Before 3.5.13 the URLs of unix sockets needed a port as well, and took no path. */
function parseOne(text: string, version: string): GoUrl | string {
  const url = parseGoUrl(text);
  if (url === null) return `${JSON.stringify(text)} is no URL`;
  if (!SCHEMES.has(url.scheme))
    return `the scheme of ${JSON.stringify(text)} is not http, https, unix or unixs`;
  if (!WITH_PORT.has(url.scheme) && atLeast(version, '3.5.13')) return url;
  if (splitHostPort(url.authority) === null) return `${JSON.stringify(text)} has no host:port`;
  return url.path === '' ? url : `${JSON.stringify(text)} has a path`;
}

/** checkBindURLs: a listener needs an IP address or `localhost`. Null when it can be bound. */
export function bindProblem(text: string): string | null {
  const url = parseGoUrl(text);
  if (url === null || url.scheme === 'unix' || url.scheme === 'unixs') return null;
  const { host = '', port = '' } = splitHostPort(url.authority) ?? {};
  if (Number(port) > HIGHEST_PORT) return `${text} has no such port`;
  if (host === 'localhost' || isIpLiteral(host)) return null;
  return `${text} names no IP address to listen on`;
}

/** checkHostURLs: an advertised URL needs host and port, unix sockets included. */
export function advertiseProblem(text: string): string | null {
  const parts = splitHostPort(parseGoUrl(text)?.authority ?? '');
  if (parts === null) return `${text} has no host:port`;
  return parts.host === '' ? `${text} has no host` : null;
}
