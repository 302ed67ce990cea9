import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type EtcdVersion, findEtcd } from '../../../test/support/etcd.ts';
import { etcdFlags, type FlagKind, type FlagSpec, flagOf, flagsOf } from './flags.ts';

const VERSIONS = ['3.4.13', '3.5.21', '3.6.5', '3.7.1'] as const satisfies readonly EtcdVersion[];
/** No etcd has it, so parsing ends here with a complaint about it, and nothing is started. */
const END = '--no-such-flag';

const GOOD: Record<Exclude<FlagKind, 'enum'>, string> = {
  string: 'x',
  boolean: 'T',
  ignored: 'f',
  integer: '-0x1',
  unsigned: '0b11',
  'unsigned-32': '4294967295',
  duration: '1h5m0.5s',
  'string-list': 'a,b',
  'unique-urls': 'http://localhost:1,https://127.0.0.1:2',
  origins: '*',
  gates: 'AllAlpha=T, CompactHashCheck = 0,,',
};
/** What a flag of the kind refuses; kinds that are not here take any text. */
const BAD: Partial<Record<FlagKind, string>> = {
  boolean: 'yes',
  integer: '1.5',
  unsigned: '-1',
  'unsigned-32': '4294967296',
  duration: '5',
  enum: 'no-such-value',
  'unique-urls': 'localhost:1',
  origins: 'localhost',
  gates: 'AllGamma=true',
};
/** The help of 3.7 still lists what its flag set has lost. */
const STALE_HELP: Partial<Record<EtcdVersion, string[]>> = { '3.7.1': ['discovery', 'discovery-proxy'] };

describe.each(VERSIONS)('flags of etcd %s', (version) => {
  it('defines every flag of the table and takes a value of its kind', async () => {
    const ask = await asker(version);

    const answer = ask(...flagsOf(version).map((name) => `--${name}=${goodValue(spec(name, version))}`), END);

    expect(answer).toContain(`not defined: -${END.slice(2)}`);
  });

  it('defines no flag that the table gives to other versions only', async () => {
    const ask = await asker(version);
    const others = Object.keys(etcdFlags).filter((name) => flagOf(name, version) === undefined);

    const defined = others.filter((name) => !ask(`--${name}=1`, END).includes(`not defined: -${name}`));

    expect(others.length).toBeGreaterThan(10);
    expect(defined).toEqual([]);
  });

  it('lists no flag in its help that the table lacks', async () => {
    const ask = await asker(version);

    const listed = [...ask('--help').matchAll(/^\s+--([a-z0-9.-]+)/gm)].map(([, name = '']) => name);

    expect(listed.length).toBeGreaterThan(70);
    expect(listed.filter((name) => flagOf(name, version) === undefined)).toEqual(STALE_HELP[version] ?? []);
  });

  it('refuses what the kind of a flag refuses', async () => {
    const ask = await asker(version);
    const strict = flagsOf(version).flatMap((name) => {
      const bad = BAD[spec(name, version).kind];
      return bad === undefined ? [] : [`--${name}=${bad}`];
    });

    const taken = strict.filter((word) => !ask(word, END).includes('invalid'));

    expect(strict.length).toBeGreaterThan(30);
    expect(taken).toEqual([]);
  });
});

async function asker(version: EtcdVersion): Promise<(...argv: string[]) => string> {
  const { path } = await findEtcd(version);
  return (...argv) => {
    const { stdout, stderr } = spawnSync(path, argv, { env: {}, encoding: 'utf8', timeout: 10_000 });
    return stdout + stderr;
  };
}

function spec(name: string, version: string): FlagSpec {
  return flagOf(name, version) ?? { kind: 'string' };
}

function goodValue({ kind, values }: FlagSpec): string {
  return kind === 'enum' ? (values?.at(-1) ?? '') : GOOD[kind];
}
