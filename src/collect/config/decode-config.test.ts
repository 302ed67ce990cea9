import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ETCD_VERSIONS } from '../../../test/support/collect/cluster.ts';
import { plantTree } from '../../../test/support/collect/tree.ts';
import { type EtcdVersion, findEtcd } from '../../../test/support/etcd.ts';
import { decodeConfig } from './decode-config.ts';

const KEYS = new Set(['name', 'client-transport-security.client-cert-auth', 'list', 'plugins.*.path']);

function decode(text: string) {
  const reading = decodeConfig(Buffer.from(text), KEYS);
  return reading.state === 'read' ? reading.value : reading;
}

describe('configuration files', () => {
  it('become entries in the order of encoding/json, with lines, known values and names of unknown keys', () => {
    const document = decode(
      'name: a\nsecret: hush\nNAME: b\nclient-transport-security:\n  client-cert-auth: yes\n  key: hush\nlist: [1, x, {a: b}, ~]\n',
    );

    expect(document).toEqual({
      kind: 'config',
      entries: [
        { path: ['NAME'], type: 'string', value: 'b', line: 3 },
        { path: ['client-transport-security'], type: 'map', value: null, line: 4 },
        { path: ['client-transport-security', 'client-cert-auth'], type: 'boolean', value: true, line: 5 },
        { path: ['list'], type: 'list', value: [1, 'x', null, null], line: 7 },
        { path: ['name'], type: 'string', value: 'a', line: 1 },
      ],
      unknownKeys: ['client-transport-security.key', 'secret'],
    });
  });

  it('keep the type, not the value, of a scalar where a section belongs', () => {
    const document = decode('client-transport-security: hush\nplugins: {x: {path: 1, other: 2}}');

    expect(document).toMatchObject({
      entries: [
        { path: ['client-transport-security'], type: 'string', value: null },
        { path: ['plugins'], type: 'map' },
        { path: ['plugins', 'x'], type: 'map' },
        { path: ['plugins', 'x', 'path'], type: 'number', value: 1 },
      ],
      unknownKeys: ['plugins.x.other'],
    });
  });

  it('do not confuse a dotted key with a nested one', () => {
    const document = decode('client-transport-security.client-cert-auth: true');

    expect(document).toMatchObject({
      entries: [],
      unknownKeys: ['client-transport-security.client-cert-auth'],
    });
  });

  it.each(['', '# nothing\n', '~', '---\n'])('have no entries when they hold %j', (text) => {
    const document = decode(text);

    expect(document).toEqual({ kind: 'config', entries: [], unknownKeys: [] });
  });

  it.each([
    ['a list', '\n- a', 2],
    ['a word', 'hush', 1],
    ['broken syntax', 'a: 1\n\tb: 2', 2],
  ])('are broken when they hold %s', (_name, text, line) => {
    const document = decode(text);

    expect(document).toMatchObject({ kind: 'broken-config', line });
    expect(JSON.stringify(document)).not.toContain('hush');
  });
});

/**
 * What etcd makes of its file is seen in the message with which it ends: the configuration always asks for TLS
 * without a certificate, which it can only complain about once the file is decoded. Its log names the member.
 */
async function askEtcd(
  version: EtcdVersion,
  text: string,
): Promise<{ decoded: boolean; name: string | undefined }> {
  const { path } = await findEtcd(version);
  const directory = plantTree({});
  const url = (port: number) => `https://127.0.0.1:${port}`;
  const rest = `logger: zap\ndata-dir: data\nlisten-client-urls: ${url(1)}\nadvertise-client-urls: ${url(1)}\n`;
  writeFileSync(join(directory, 'c.yml'), `${rest}listen-peer-urls: ${url(2)}\n${text}\n`);
  const run = spawnSync(path, ['--config-file=c.yml'], {
    cwd: directory,
    encoding: 'utf8',
    timeout: 10_000,
  });
  const refused = /error (?:unmarshaling|converting)/.test(run.stderr);
  return { decoded: !refused, name: /"name":"([^"]*)"/.exec(run.stderr)?.[1] };
}

describe.each(ETCD_VERSIONS)('etcd %s', (version) => {
  it.each([
    ['name: 2001-01-01'],
    ['name: !!str 5'],
    ['name: a\nname: b'],
    ['name: a\nNAME: b'],
    ['NAME: a\nname: b'],
    ['x: &x {name: m}\n<<: *x'],
    ['name: z\n<<: {name: m}'],
    ['name: "yes"'],
  ])('takes the same name from %j', async (text) => {
    const document = decode(text);

    const answer = await askEtcd(version, text);

    const names = 'entries' in document ? document.entries.map(({ value }) => value) : [];
    expect(answer).toEqual({ decoded: true, name: names.at(-1) });
  });

  it.each([
    ['name: 123', 'number'],
    ['name: .5', 'number'],
    ['name: 0o7', 'number'],
    ['name: 1_000', 'number'],
    ['name: yes', 'boolean'],
    ['name: [a]', 'list'],
  ])('refuses %j, which we show as another type than text', async (text, type) => {
    const document = decode(text);

    const answer = await askEtcd(version, text);

    expect(document).toMatchObject({ entries: [{ type }] });
    expect(answer.decoded).toBe(false);
  });

  it.each(['a: b: c', '\tname: x', 'null: 1', 'name: *x', '- a', 'name: "\x01"', 'a: .nan', 'a: {b'])(
    'refuses %j, which is broken for us too',
    async (text) => {
      const document = decode(`x: 1\n${text}`);

      const answer = await askEtcd(version, text);

      expect(document).toMatchObject({ kind: 'broken-config' });
      expect(answer.decoded).toBe(false);
    },
  );
});
