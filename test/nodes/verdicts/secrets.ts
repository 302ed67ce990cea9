import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '../node.ts';

/** Shorter runs of letters may stand anywhere. */
const SHORTEST = 24;
/** Private keys, with or without frames, credentials of kubeconfigs, and keys that encrypt Secrets. */
const PLACES = ['/etc/kubernetes', '/var/lib/kubelet/pki'];

/**
 * Everything secret of a node that a report could hold by mistake: lines of private keys, credentials of kubeconfigs,
 * keys that encrypt Secrets, tokens in volumes of Pods and, of a control plane, in Secrets of the API. As they stand, and
 * as base64 of that.
 */
export async function secretsOf(node: Node): Promise<string[]> {
  const files = PLACES.flatMap((place) => filesBelow(node.outside(place)));
  const words = [
    ...files.filter((path) => !path.endsWith('.crt')).flatMap((path) => keyLines(readFileSync(path, 'utf8'))),
    ...filesBelow(node.outside('/var/lib/kubelet/pods'))
      .filter((path) => path.endsWith('/token'))
      .map((path) => readFileSync(path, 'utf8')),
    ...(node.isControlPlane ? await secretsInApi(node) : []),
  ];
  return [...new Set(words.flatMap((word) => [word, inBase64(word)]))].filter(
    (word) => word.length >= SHORTEST,
  );
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

/** The lines between the frames of private keys, those of keys inside kubeconfigs too, and tokens. */
function keyLines(text: string): string[] {
  const keys = text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+/g) ?? [];
  const inside = [...text.matchAll(/(?:client-key-data|token|secret): *(\S+)/g)].map(
    ([, value = '']) => value,
  );
  return [
    ...keys.flatMap((key) => key.split('\n').slice(1)),
    ...inside,
    ...inside.flatMap((value) => keyLines(Buffer.from(value, 'base64').toString('latin1'))),
  ];
}

/** Values of all Secrets, and a token that was asked for. */
async function secretsInApi(node: Node): Promise<string[]> {
  const { items }: { items: { data?: Record<string, string> }[] } = JSON.parse(
    await node.must(['kubectl', 'get', 'secrets', '--all-namespaces', '-o=json']),
  );
  const values = items.flatMap(({ data = {} }) =>
    Object.entries(data)
      .filter(([key]) => /token|secret|password|key/.test(key) && key !== 'token-id')
      .map(([, value]) => Buffer.from(value, 'base64').toString('latin1')),
  );
  return values.flatMap((value) => [value, ...keyLines(value)]);
}

function inBase64(word: string): string {
  return Buffer.from(word).toString('base64').replace(/=+$/, '');
}
