import { BlockList, isIP, isIPv6 } from 'node:net';
import { type AccessOptions, Unusable } from './access.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/i;

/**
 * The proxy on the way to a server: the kubeconfig's own, else that of the environment, from which loopback is always
 * excepted. https://github.com/golang/net/blob/v0.44.0/http/httpproxy/proxy.go
 * @throws Unusable a proxy that we do not speak to
 */
export function proxyFor(
  server: URL,
  configured: string,
  environment: AccessOptions['environment'],
): string | null {
  const text = configured === '' ? fromEnvironment(server, environment) : configured;
  if (text === '') return null;
  const proxy = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (proxy === null) throw new Unusable('the address of the proxy is no URL');
  if (!/^(https?|socks5h?):$/.test(proxy.protocol))
    throw new Unusable(`a proxy of the kind ${proxy.protocol.slice(0, -1)} is not supported`);
  // Go leaves it to the proxy to look names up; the client has another word for that.
  return proxy.href.replace(/^socks5:/, 'socks5h:');
}

function fromEnvironment(server: URL, environment: AccessOptions['environment']): string {
  const value = (name: string) => environment[name] || environment[name.toLowerCase()] || '';
  const proxy = value(server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '' || LOOPBACK.test(server.hostname)) return '';
  return isExcepted(server, value('NO_PROXY')) ? '' : proxy;
}

/** Hosts, domains and addresses; networks in CIDR notation too. */
function isExcepted({ hostname, port }: URL, list: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/g, '');
  return list
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inNetwork(entry, host);
  const [, name = '', entryPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== (port || '443')) return false;
  const domain = name.replace(/^\*?\./, '');
  return host.endsWith(`.${domain}`) || (host === domain && !/^\*?\./.test(name));
}

function inNetwork(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 'ipv6' ? 128 : 32))
    return false;
  const range = new BlockList();
  range.addSubnet(network, Number(bits), family);
  return isIP(host) !== 0 && range.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
