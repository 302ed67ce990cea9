import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterPki } from '../../support/etcd.ts';

const IMPATIENCE_MS = 2_000;
const PAUSE_MS = 2;
const PREFIX = '/kubetrue/';
/** The first key after all of that prefix. */
const PREFIX_END = '/kubetrue0';

/** Clients of etcd that write all the time, and remember what was acknowledged. */
export interface Writers {
  /** Writes that were acknowledged so far. */
  acknowledged: () => number;
  /** The longest time between two acknowledged writes, ms. */
  longestPause: () => number;
  /** Ends writing and reads everything again: keys whose acknowledged value is not there. */
  lost: () => Promise<string[]>;
}

/** One writer per member, each of which tries the next member when one does not answer, as clients of etcd do. */
export function startWriters(urls: readonly string[], pki: ClusterPki): Writers {
  const agent = agentFor(pki);
  const known = new Map<string, string>();
  let last = Date.now();
  let longest = 0;
  let ends = false;
  const write = async (first: number) => {
    for (let count = 0, at = first; !ends; count += 1) {
      const [key, value] = [`${PREFIX}${first}/${count}`, `${count}`];
      for (;;) {
        const answer = await post(agent, urls[at % urls.length] ?? '', '/v3/kv/put', put(key, value));
        if (answer !== null) break;
        if (ends) return;
        at += 1;
        await sleep(PAUSE_MS);
      }
      known.set(key, value);
      longest = Math.max(longest, Date.now() - last);
      last = Date.now();
      await sleep(PAUSE_MS);
    }
  };
  const writing = urls.map((_, index) => write(index));
  return {
    acknowledged: () => known.size,
    longestPause: () => Math.max(longest, Date.now() - last),
    lost: async () => {
      ends = true;
      await Promise.all(writing);
      const found = await everything(agent, urls[0] ?? '');
      agent.destroy();
      return [...known].filter(([key, value]) => found.get(key) !== value).map(([key]) => key);
    },
  };
}

function agentFor(pki: ClusterPki): Agent {
  return new Agent({
    keepAlive: true,
    ca: readFileSync(pki.client.authority),
    cert: readFileSync(pki.healthcheck.certificate),
    key: readFileSync(pki.healthcheck.key),
  });
}

function put(key: string, value: string): object {
  return { key: Buffer.from(key).toString('base64'), value: Buffer.from(value).toString('base64') };
}

interface Range {
  kvs?: { key: string; value: string }[];
}

async function everything(agent: Agent, url: string): Promise<Map<string, string>> {
  const text = (base64: string) => Buffer.from(base64, 'base64').toString();
  const [key, end] = [PREFIX, PREFIX_END].map((one) => Buffer.from(one).toString('base64'));
  const answer = await post(agent, url, '/v3/kv/range', { key, range_end: end });
  if (answer === null) throw new Error(`${url} does not answer a range`);
  return new Map(((JSON.parse(answer) as Range).kvs ?? []).map(({ key, value }) => [text(key), text(value)]));
}

/** Null: no answer, or none of success, so that nobody knows whether it was done. */
function post(agent: Agent, url: string, path: string, body: object): Promise<string | null> {
  return new Promise((resolve) => {
    const asking = request(new URL(path, url), { agent, method: 'POST' }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', () => resolve(null));
      answer.on('end', () => resolve(answer.statusCode === 200 ? Buffer.concat(parts).toString() : null));
    });
    asking.on('error', () => resolve(null));
    asking.setTimeout(IMPATIENCE_MS, () => asking.destroy());
    asking.end(JSON.stringify(body));
  });
}
