import { describe, expect, it } from 'vitest';
import { canonicalIp, joinHostPort, parseIp, parseIpPort, reachOf } from './addresses.ts';

describe('an IP address', () => {
  it.each([
    ['IPv4', '10.0.0.1', false, '10.0.0.1'],
    ['IPv6', '::1', false, '::1'],
    ['no zone', 'fe80::1%eth0', true, null],
    ['no name', 'localhost', true, null],
    ['no leading zeros', '127.0.0.01', false, null],
    ['leading zeros, sloppily', '127.000.0.01', true, '127.0.0.1'],
    ['zeros that are not leading', '10.0.100.200', true, '10.0.100.200'],
    ['IPv6 keeps its zeros', '0:0:0:0:0:0:0:1', true, '0:0:0:0:0:0:0:1'],
    ['nothing', '', true, null],
  ])('%s', (_name, text, sloppy, expected) => {
    expect(parseIp(text, sloppy)).toBe(expected);
  });

  it.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::FFFF:0a00:0001', '10.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['127.0.0.1', '127.0.0.1'],
  ])('%s is %s', (address, expected) => {
    expect(canonicalIp(address)).toBe(expected);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['0.0.0.0', 'network'],
    ['::', 'network'],
    ['::ffff:10.0.0.1', 'network'],
    ['10.127.0.1', 'network'],
    ['fe80::1', 'network'],
    ['1::1', 'network'],
  ])('%s is reached from: %s', (address, expected) => {
    expect(reachOf(address)).toBe(expected);
  });
});

describe('an address with a port', () => {
  it.each([
    ['an address alone', '::1', { ip: '::1', port: null }],
    ['with a port', '127.0.0.1:80', { ip: '127.0.0.1', port: 80 }],
    ['IPv6 with a port', '[::1]:80', { ip: '::1', port: 80 }],
    ['no port above 65535', '127.0.0.1:65536', null],
    ['no empty address', ':80', null],
    ['no name', 'localhost:80', null],
    ['no empty port', '127.0.0.1:', null],
  ])('%s', (_name, text, expected) => {
    expect(parseIpPort(text)).toEqual(expected);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1:1'],
    ['::', '[::]:1'],
  ])('is written with brackets where it needs them: %s', (host, expected) => {
    expect(joinHostPort(host, 1)).toBe(expected);
  });
});
