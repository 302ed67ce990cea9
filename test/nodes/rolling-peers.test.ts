import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issue } from '../../src/cli/demo/pki.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Node } from './node.ts';
import { askNeighbours, type ControlPlanes, downAll, upControlPlanes } from './rolling/control-planes.ts';
import { fix } from './rolling/fixing.ts';
import { manifest, regenerated, wordsIn } from './rolling/kubeadm.ts';
import { peerUrls, speakPlainly } from './rolling/plain-peers.ts';
import { startWriting, type Written } from './rolling/writing.ts';
import { scan } from './scan.ts';
import { until } from './until.ts';

const MINUTES = 60_000;
const RULES = ['etcd-peer-cert', 'etcd-peer-client-cert-auth'];
const PLAN = '/var/lib/plan.json';
const PEER = '/etc/kubernetes/pki/etcd/peer';
/** Clients keep a member until the end of its grace. */
const PATCHES = { 'etcd.yaml': 'spec:\n  terminationGracePeriodSeconds: 3\n' };
const WEAK = { etcd: { local: { extraArgs: [{ name: 'peer-client-cert-auth', value: 'false' }] } } };

let nodes: ControlPlanes;
let endWriting: () => Promise<Written>;

beforeAll(async () => {
  nodes = await upControlPlanes({ configuration: WEAK, patches: PATCHES });
  await askNeighbours(nodes);
  await speakPlainly(nodes);
  for (const node of nodes) await node.waitUntilReady();
  endWriting = await startWriting(nodes);
}, 15 * MINUTES);

afterAll(() => downAll(nodes ?? []));

interface Ended {
  transaction: string | null;
  changes: readonly { id: string; state: string; why?: string; ill?: string | null }[];
}

/** The stages that a node plans for its member. */
async function planned(node: Node): Promise<string[]> {
  await fix(node, ['plan', '--output', PLAN, ...RULES.flatMap((rule) => ['--rule', rule])], [0]);
  const { changes } = JSON.parse(readFileSync(node.outside(PLAN), 'utf8')) as Plan;
  return changes.flatMap(({ stage }) => (stage === undefined ? [] : [stage.kind]));
}

/** Applies the plan that a node has: the transaction, and how each stage ended. */
async function applied(node: Node, ...more: readonly string[]): Promise<Ended & { states: string[] }> {
  const ended = JSON.parse(await fix(node, [...apply(), ...more], [0, 1])) as Ended;
  const states = ended.changes.map(({ state, why = '' }) => (state === 'rolled-back' ? why : state));
  return { ...ended, states };
}

function apply(): readonly string[] {
  const allow = RULES.flatMap((rule) => ['--allow', rule]);
  return ['apply', PLAN, ...allow, '--watch', '3', '--yes', '--format', 'json'];
}

/** Returns when the manifest of etcd is, or is not, made of these words. */
async function untilManifest(node: Node, words: readonly string[], is: boolean): Promise<void> {
  const isSo = () => (wordsIn(node, manifest('etcd')).join() === words.join()) === is;
  await until('the manifest of etcd is written', 3 * MINUTES, () => isSo() || null);
}

/** Kills kubetrue as soon as it has changed the manifest. */
async function killedOnceItWrote(node: Node): Promise<void> {
  const before = wordsIn(node, manifest('etcd'));
  const killed = node.kubetrue(['fix', ...apply()]);
  await untilManifest(node, before, false);
  const found = node.processes().find(({ argv }) => argv.includes('fix') && argv.includes('apply'));
  process.kill(found?.pid ?? 0, 'SIGKILL');
  expect((await killed).stdout).toBe('');
}

/**
 * Applies the plan of a node whose peer certificate becomes, as soon as the manifest is changed, one that the others do not
 * take, and is put right when the manifest is back.
 */
async function appliedWithStrangeCertificate(node: Node): Promise<Ended> {
  const [certificate, key] = [`${PEER}.crt`, `${PEER}.key`].map(node.outside) as [string, string];
  const right = [certificate, key].map((path) => readFileSync(path));
  const names = [node.address, node.hostname, '127.0.0.1', 'localhost'];
  const strange = await issue(await createAuthority('another'), { commonName: node.hostname, names });
  const before = wordsIn(node, manifest('etcd'));
  const applying = applied(node, '--deadline', '30');
  const tooEarly = applying.then((ended) => {
    throw new Error(`ended before the manifest was changed and put back: ${JSON.stringify(ended)}`);
  });
  await Promise.race([untilManifest(node, before, false), tooEarly]);
  writeFileSync(certificate, strange.certificate);
  writeFileSync(key, strange.key);
  await Promise.race([untilManifest(node, before, true), tooEarly]);
  for (const [index, path] of [certificate, key].entries()) writeFileSync(path, right[index] ?? '');
  return applying;
}

describe('peers of three stacked members that are written to go from http to https', () => {
  let transaction: string | null;

  it(
    'by a second address first, which none is told of before all have it',
    async () => {
      const [first, second, third] = nodes;
      for (const node of [first, second]) {
        expect(await planned(node)).toEqual(['serve-tls', 'advertise-tls', 'drop-plain']);
        expect((await applied(node)).states).toEqual(['committed', 'waiting', 'waiting']);
      }

      await planned(third);
      const last = await applied(third);

      expect(last.states).toEqual(['committed', 'committed', 'waiting']);
      expect((await applied(first)).states).toEqual(['nothing-to-do', 'committed', 'waiting']);
      expect(await peerUrls(first)).toEqual({
        cp1: ['https://10.77.0.10:2382'],
        cp2: ['http://10.77.0.11:2380'],
        cp3: ['https://10.77.0.12:2382'],
      });
      transaction = last.transaction;
    },
    10 * MINUTES,
  );

  it(
    'and to the first one in the end, taken back by itself where a member is not taken, and resumed after a kill',
    async () => {
      const [first, second, third] = nodes;
      expect((await appliedWithStrangeCertificate(second)).changes.slice(1)).toMatchObject([
        { state: 'committed' },
        { state: 'rolled-back', why: expect.stringMatching(/^not within 30 s: /), ill: null },
      ]);
      expect((await peerUrls(first)).cp2).toEqual(['https://10.77.0.11:2382']);
      expect((await applied(second)).states).toEqual(['nothing-to-do', 'nothing-to-do', 'committed']);

      await killedOnceItWrote(first);
      expect(await fix(first, ['status'], [3])).toMatch(
        /interrupted\n[\s\S]*-drop-plain: being [\s\S]*kubetrue fix apply \S+plan\.json goes on with it/,
      );
      for (const node of [first, third])
        expect((await applied(node)).states).toEqual(['nothing-to-do', 'nothing-to-do', 'committed']);
      expect(await peerUrls(first)).toEqual({
        cp1: ['https://10.77.0.10:2380'],
        cp2: ['https://10.77.0.11:2380'],
        cp3: ['https://10.77.0.12:2380'],
      });
    },
    10 * MINUTES,
  );

  it('as is proved on each node', async () => {
    for (const node of nodes) {
      const words = [...RULES, 'etcd-peer-auto-tls'].flatMap((rule) => ['--rule', rule]);
      const { findings } = await scan(node, words);
      expect(findings.map(({ rule, status, proof }) => [rule, status, proof.outcome])).toEqual([
        ['etcd-peer-cert', 'pass', 'confirmed'],
        ['etcd-peer-client-cert-auth', 'pass', 'confirmed'],
        ['etcd-peer-auto-tls', 'pass', 'confirmed'],
      ]);
    }
  });

  it('as kubeadm makes them from then on', async () => {
    const [, second, third] = nodes;
    await until('all members are ready', 2 * MINUTES, async () => {
      const { code } = await third.kubetrue(['fix', 'durable', transaction ?? '', '--yes']);
      return code === 0 || null;
    });

    const made = await regenerated(second, 'etcd', ['etcd', 'local']);

    const isForAll = (word: string) => !word.startsWith('--initial-cluster');
    expect(made.filter(isForAll)).toEqual(wordsIn(second, manifest('etcd')).filter(isForAll));
    for (const node of nodes) expect(await fix(node, ['status'], [0])).toMatch(/^Nothing is open;/);
  });

  it('and no acknowledged write is lost', async () => {
    const { acknowledged, longestPause, lost } = await endWriting();

    expect(lost).toEqual([]);
    expect(acknowledged).toBeGreaterThan(500);
    expect(longestPause).toBeLessThan(30_000);
    console.log(`acknowledged writes: ${acknowledged}; longest time without one: ${longestPause} ms`);
  });
});
