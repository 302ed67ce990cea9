import { describe, expect, it } from 'vitest';
import { proxyFor } from './proxy.ts';

const SERVER = new URL('https://api.example.com:6443/');

describe('the proxy on the way to an API server', () => {
  it.each([
    ['none', SERVER, '', {}, null],
    ["the kubeconfig's own", SERVER, 'http://p:1', { HTTPS_PROXY: 'http://q:2' }, 'http://p:1/'],
    ['of SOCKS, which looks names up', SERVER, 'socks5://p:1', {}, 'socks5h://p:1'],
    ['of the environment', SERVER, '', { HTTPS_PROXY: 'http://q:2' }, 'http://q:2/'],
    ['of the environment in small letters', SERVER, '', { https_proxy: 'http://q:2' }, 'http://q:2/'],
    ['without a scheme', SERVER, '', { HTTPS_PROXY: 'q:2' }, 'http://q:2/'],
    ['not that for plain HTTP', SERVER, '', { HTTP_PROXY: 'http://q:2' }, null],
    ['never to loopback', new URL('https://127.0.0.1:6443'), '', { HTTPS_PROXY: 'http://q:2' }, null],
    ['never to loopback of IPv6', new URL('https://[::1]:6443'), '', { HTTPS_PROXY: 'http://q:2' }, null],
    ['excepted host', SERVER, '', { HTTPS_PROXY: 'http://q:2', NO_PROXY: 'api.example.com' }, null],
    ['excepted domain', SERVER, '', { HTTPS_PROXY: 'http://q:2', NO_PROXY: 'x, example.com' }, null],
    ['excepted domain with a dot', SERVER, '', { HTTPS_PROXY: 'http://q:2', NO_PROXY: '.example.com' }, null],
    ['excepted port', SERVER, '', { HTTPS_PROXY: 'http://q:2', NO_PROXY: 'api.example.com:6443' }, null],
    ['other port', SERVER, '', { HTTPS_PROXY: 'http://q:2', NO_PROXY: 'api.example.com:1' }, 'http://q:2/'],
    [
      'other host with the same end',
      SERVER,
      '',
      { HTTPS_PROXY: 'http://q:2', NO_PROXY: 'ple.com' },
      'http://q:2/',
    ],
    [
      'excepted network',
      new URL('https://10.1.2.3'),
      '',
      { HTTPS_PROXY: 'http://q:2', NO_PROXY: '10.0.0.0/8' },
      null,
    ],
    [
      'other network',
      new URL('https://10.1.2.3'),
      '',
      { HTTPS_PROXY: 'http://q:2', NO_PROXY: '10.0.0.0/16' },
      'http://q:2/',
    ],
    [
      'excepted network of IPv6',
      new URL('https://[fd00::1]'),
      '',
      { HTTPS_PROXY: 'http://q:2', NO_PROXY: 'fd00::/8' },
      null,
    ],
    ['all excepted', SERVER, '', { HTTPS_PROXY: 'http://q:2', NO_PROXY: '*' }, null],
  ])('%s', (_name, server, configured, environment, expected) => {
    expect(proxyFor(server, configured, environment)).toBe(expected);
  });

  it('is refused where it cannot be spoken to', () => {
    expect(() => proxyFor(SERVER, 'ftp://p:1', {})).toThrow('a proxy of the kind ftp is not supported');
  });
});
