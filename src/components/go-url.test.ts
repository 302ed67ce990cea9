import { expect, it } from 'vitest';
import { isIpLiteral, isLoopback, parseGoUrl, splitHostPort } from './go-url.ts';

it.each([
  ['http://10.0.0.1:2379', { scheme: 'http', authority: '10.0.0.1:2379', path: '' }],
  ['HTTPS://[::1]:2379', { scheme: 'https', authority: '[::1]:2379', path: '' }],
  ['http://user:word@h:1/', { scheme: 'http', authority: 'h:1', path: '/' }],
  ['unix:///run/etcd.sock', { scheme: 'unix', authority: '', path: '/run/etcd.sock' }],
  ['http://h:', { scheme: 'http', authority: 'h:', path: '' }],
])('parses %s', (text, expected) => {
  expect(parseGoUrl(text)).toMatchObject(expected);
});

it.each(['10.0.0.1:2379', 'http://h:port', 'http://h h:1', 'http://[::1:1', 'ht\ttp://h:1', ''])(
  'refuses %j',
  (text) => {
    expect(parseGoUrl(text)).toBeNull();
  },
);

it.each([
  ['h:1', { host: 'h', port: '1' }],
  ['[::1]:1', { host: '::1', port: '1' }],
  [':1', { host: '', port: '1' }],
  ['h:', { host: 'h', port: '' }],
  ['h', null],
  ['::1:1', null],
  ['[::1]', null],
])('splits %j', (authority, expected) => {
  expect(splitHostPort(authority)).toEqual(expected);
});

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['0:0:0:0:0:0:0:1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false],
  ['0.0.0.0', false],
  ['::', false],
  ['1::1', false],
  ['::2:1', false],
  ['127.example', false],
])('takes %s for loopback: %j', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

it.each([
  ['10.0.0.1', true],
  ['::1', true],
  ['fe80::1%eth0', false],
  ['010.0.0.1', false],
  ['h', false],
  ['', false],
])('takes %j for an IP address: %j', (host, expected) => {
  expect(isIpLiteral(host)).toBe(expected);
});
