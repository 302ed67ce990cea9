import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILES = globSync(['test/captures/recorded/*.json', 'content/demo/*.json'], { cwd: ROOT }).sort();

/** What no snapshot may hold, each with a text that shows that it is found. */
const SECRETS = [
  { what: 'a private key', pattern: /PRIVATE KEY/, like: '-----BEGIN EC PRIVATE KEY-----' },
  { what: 'PEM', pattern: /-----BEGIN/, like: '-----BEGIN CERTIFICATE-----' },
  { what: 'the same in base64', pattern: /LS0tLS1CRUdJTi/, like: 'LS0tLS1CRUdJTiBFQyBQUklWQVRF' },
  { what: 'a JWT', pattern: /\beyJ[\w-]{8,}/, like: '"eyJhbGciOiJSUzI1NiIsImtpZCI6"' },
  { what: 'a bootstrap token', pattern: /\b[a-z0-9]{6}\.[a-z0-9]{16}\b/, like: 'abcdef.0123456789abcdef' },
  {
    what: 'a key in base64',
    pattern: /[A-Za-z0-9+/]{22,}={1,2}(?![\w=])/,
    like: 'k3NkYXNkYXNkYXNkYXNkYXNkYXNkYXNkYXNkYXNkYXM=',
  },
] as const;

const HOSTS = ['cp-1', 'worker-1'];
/** Places of a node. What a checkout, a home or a scratch directory is called says who recorded. */
const PLACES = ['etc', 'lib', 'opt', 'proc', 'run', 'usr', 'var'];
/** Loopback, any address, and the networks that the recording tools give their nodes. */
const ADDRESSES = /^(127\.0\.0\.1|0\.0\.0\.0|10\.77\.0\.1\d|10\.96\.0\.\d+|10\.244\.\d+\.\d+|10\.0\.0\.1[1-3])$/;

it('looks at each recording', () => {
  expect(FILES.map((file) => basename(file))).toEqual([
    'control-plane.json',
    'etcd-three-members.json',
    'kubeadm-1.31-control-plane.json',
    'kubeadm-1.31-worker.json',
    'kubeadm-1.34-control-plane.json',
    'kubeadm-1.34-worker.json',
  ]);
});

it.each(SECRETS)('would find $what', ({ pattern, like }) => {
  expect(like).toMatch(pattern);
});

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(`${ROOT}${file}`, 'utf8');
  const snapshot = JSON.parse(text) as Snapshot;

  it.each(SECRETS)('does not hold $what', ({ pattern }) => {
    expect(pattern.exec(text)?.[0]).toBeUndefined();
  });

  it('names no host but its own', () => {
    const names = [snapshot.node.name, ...snapshot.processes.flatMap(({ hostname }) => hostname ?? [])];

    expect([...new Set(names)].filter((name) => !HOSTS.includes(name))).toEqual([]);
  });

  it('names no place of the machine that recorded it', () => {
    const paths = placesIn(snapshot).flatMap((value) => value.match(/(?<![\w.:/*-])\/[\w.-]+(?=\/)/g) ?? []);

    expect(paths.length).toBeGreaterThan(50);
    expect([...new Set(paths)].filter((path) => !PLACES.includes(path.slice(1)))).toEqual([]);
  });

  it('names no address but those of its own networks', () => {
    const addresses = text.match(/(?<![\d.v])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? [];

    expect(addresses.length).toBeGreaterThan(0);
    expect([...new Set(addresses)].filter((address) => !ADDRESSES.test(address))).toEqual([]);
  });
});

/** Where files are named; rights on URLs of the API there are and what probes asked for name none. */
function placesIn({ cluster, observations, ...node }: Snapshot): string[] {
  const answers = observations.map(({ request: _request, ...answer }) => answer);
  return cluster?.state === 'asked'
    ? stringsOf([node, answers, { ...cluster, roles: [] }])
    : stringsOf([node, answers, cluster]);
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
