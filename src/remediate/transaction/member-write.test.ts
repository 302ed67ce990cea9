import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, Stage } from '../../model/plan.ts';
import type { EtcdGate } from '../etcd/gate.ts';
import { sha256 } from '../plan-hash.ts';
import { makeChange, resumeChange } from './change.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import { type Journal, openJournal } from './journal.ts';
import { thisMoment } from './processes.ts';
import { NotYet, Refusal } from './refusal.ts';

const PLAIN = ['http://10.0.0.1:2380'];
const SECURE = ['https://10.0.0.1:2382'];
const FINAL = ['https://10.0.0.1:2380'];
const CHANGE: Change = {
  id: 'etcd-1-advertise-tls',
  class: 'etcd',
  rules: [{ rule: 'etcd-peer-cert', control: '2.4' }],
  level: 'consent',
  disruption: '',
  lockOut: 'high',
  affects: [],
  prerequisites: [],
  restarts: null,
  edits: [],
  stage: {
    kind: 'advertise-tls',
    number: 2,
    of: 3,
    members: 3,
    plain: PLAIN,
    secure: SECURE,
    final: FINAL,
    certificate: '/peer.crt',
    key: '/peer.key',
    authority: '/ca.crt',
    waitsFor: '',
  },
  durable: [],
};

let directory: string;
let journal: Journal;
/** What the cluster has, and what it was told. */
let cluster: { urls: readonly string[]; told: (readonly string[])[] };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kubetrue-member-'));
  journal = openJournal(directory, () => new Date());
  cluster = { urls: PLAIN, told: [] };
});

afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true });
});

const SNAPSHOT = { path: '/none', sha256: '', bytes: 1 };

function gate(stages: Partial<EtcdGate['stages']>, more: Partial<EtcdGate>): EtcdGate {
  return {
    illness: async () => null,
    before: async () => ({ voters: 3, committed: '1' }),
    strangers: async () => [],
    save: async () => SNAPSHOT,
    handOver: async () => {
      throw new Error('nothing restarts, so nobody has to give way');
    },
    whyNotBack: async () => null,
    whyNeeded: async () => null,
    stages: {
      begin: async () => {},
      whyNotMade: async () => null,
      whyNotBack: async () => null,
      advertised: async () => cluster.urls,
      advertise: async (urls) => {
        cluster.told.push(urls);
        cluster.urls = urls;
      },
      ...stages,
    },
    ...more,
  };
}

function contextOf(stages: Partial<EtcdGate['stages']> = {}, more: Partial<EtcdGate> = {}): Context {
  const etcd = gate(stages, more);
  const engine: Engine = {
    now: () => new Date(),
    sleep: async () => {},
    edit: (_, bytes) => bytes,
    judge: async () => {
      throw new Error('only the last stage is judged by its rules');
    },
    illness: async () => null,
    inCluster: async () => {
      throw new Error('no stage is about the cluster');
    },
    restarter: {
      find: () => 'etcd',
      restart: async () => {
        throw new Error('nothing restarts');
      },
    },
    etcd: () => etcd,
    snapshots: null,
    tell: () => {},
    stopped: () => null,
  };
  return { engine, journal, times: { deadlineMs: 5, watchMs: 0 }, before: { all: [], samePlan: [] } };
}

/** A journal that ends where kubetrue was killed while etcd was told. */
function killed(): void {
  const advertised = { before: [...PLAIN], after: [...SECURE] };
  journal.append({ step: 'rechecked', change: CHANGE.id });
  journal.append({
    step: 'guarded',
    change: CHANGE.id,
    voters: 3,
    committed: '1',
    snapshot: { ...SNAPSHOT, keep: false },
  });
  journal.append({ step: 'prepared', change: CHANGE.id, records: [], process: null, advertised });
  journal.append({ step: 'written', change: CHANGE.id });
  journal.append({ step: 'switching', change: CHANGE.id, moment: thisMoment() });
}

describe('what a stage tells etcd', () => {
  it('is in the journal with what etcd had, before it is told', async () => {
    let noted: object | undefined;
    const advertise = async (urls: readonly string[]) => {
      noted = journal.entries().find(({ step }) => step === 'prepared');
      cluster.urls = urls;
    };

    expect(await makeChange(contextOf({ advertise }), CHANGE, [])).toEqual({ state: 'committed' });
    expect(noted).toMatchObject({ advertised: { before: PLAIN, after: SECURE } });
    expect(cluster.urls).toEqual(SECURE);
  });

  it('is told once', async () => {
    cluster.urls = SECURE;

    expect(await makeChange(contextOf(), CHANGE, [])).toEqual({ state: 'nothing-to-do' });
    expect(cluster.told).toEqual([]);
  });

  it('waits for the other members', async () => {
    const begin = async () => {
      throw new NotYet('stage 2 of 3 waits');
    };

    const outcome = await makeChange(contextOf({ begin }), CHANGE, []);

    expect([outcome, cluster.told]).toEqual([{ state: 'waiting', why: 'stage 2 of 3 waits' }, []]);
  });

  it('is not told a cluster that is not sound', async () => {
    const before = async () => {
      throw new Refusal('not sound');
    };

    const outcome = await makeChange(contextOf({}, { before }), CHANGE, []);

    expect([outcome, cluster.told]).toEqual([{ state: 'refused', why: 'not sound' }, []]);
  });

  it.each<[what: string, stages: Partial<EtcdGate['stages']>, more: Partial<EtcdGate>]>([
    ['others do not know it', { whyNotMade: async () => 'm2 does not know it' }, {}],
    [
      'the cluster is not sound any more',
      {},
      { whyNotBack: async (before) => (before === null ? null : 'not sound') },
    ],
  ])('is taken back when %s', async (_, stages, more) => {
    const outcome = await makeChange(contextOf(stages, more), CHANGE, []);

    expect(outcome).toMatchObject({ state: 'rolled-back', ill: null });
    expect(cluster.told).toEqual([SECURE, PLAIN]);
  });

  it('is left open where nobody would find the member any more', async () => {
    const stays = { whyNotMade: async () => 'red', whyNotBack: async () => 'nobody listens there' };

    expect(await makeChange(contextOf(stays), CHANGE, [])).toMatchObject({
      state: 'open',
      why: expect.stringMatching(/nobody listens there/),
    });
    expect(cluster.urls).toEqual(SECURE);
  });
});

describe('a stage that tells etcd something and changes a file', () => {
  let file: string;

  beforeEach(() => {
    file = join(mkdtempSync(join(directory, 'etcd-')), 'etcd.yaml');
    writeFileSync(file, 'old');
    cluster.urls = SECURE;
  });

  function dropPlain(): Change {
    const { mode, uid, gid, dev: device, ino: inode } = statSync(file);
    const text = `0${(mode & 0o777).toString(8)}`;
    const before = { sha256: sha256(Buffer.from('old')), mode: text, uid, gid, device, inode };
    const after = sha256(Buffer.from('new'));
    const edits = [{ kind: 'content' as const, path: file, before, operations: [], after, diff: '' }];
    const stage = { ...(CHANGE.stage as Stage), kind: 'drop-plain' as const };
    return { ...CHANGE, stage, edits };
  }

  function contextWith(stages: Partial<EtcdGate['stages']> = {}): Context {
    const context = contextOf(stages);
    return { ...context, engine: { ...context.engine, edit: () => Buffer.from('new') } };
  }

  const text = () => readFileSync(file, 'utf8');

  it('tells it first: whoever restarts etcd for the file may be quicker', async () => {
    let meanwhile = '';
    const advertise = async (urls: readonly string[]) => {
      meanwhile = text();
      cluster.urls = urls;
    };

    expect(await makeChange(contextWith({ advertise }), dropPlain(), [])).toEqual({ state: 'committed' });
    expect([meanwhile, text(), cluster.urls]).toEqual(['old', 'new', FINAL]);
  });

  it('leaves the file as it is where etcd refuses', async () => {
    const advertise = async () => {
      throw new Refusal('no');
    };

    const outcome = await makeChange(contextWith({ advertise }), dropPlain(), []);

    expect([outcome, text()]).toEqual([{ state: 'rolled-back', why: 'no', ill: null }, 'old']);
  });

  it('takes both back', async () => {
    const outcome = await makeChange(contextWith({ whyNotMade: async () => 'red' }), dropPlain(), []);

    expect([outcome.state, text(), cluster.told]).toEqual(['rolled-back', 'old', [FINAL, SECURE]]);
  });

  it('takes back what etcd was told when it was killed before the file was changed', async () => {
    const killedThen = async (urls: readonly string[]) => {
      cluster.urls = urls;
      throw new TypeError('killed');
    };
    const unreachable = { advertise: killedThen, whyNotBack: async () => 'killed' };
    const change = dropPlain();
    expect((await makeChange(contextWith(unreachable), change, [])).state).toBe('open');
    expect(cluster.urls).toEqual(FINAL);

    const outcome = await resumeChange(contextWith(), change, []);

    expect([outcome.state, text(), cluster.urls]).toEqual(['rolled-back', 'old', SECURE]);
  });

  it('goes on by its file where it was killed and etcd cannot be asked yet', async () => {
    const change = dropPlain();
    await makeChange(contextWith(), change, []);
    const entries = journal.entries();
    journal.close();
    journal = openJournal(mkdtempSync(join(directory, 'killed-')), () => new Date());
    for (const entry of entries.slice(
      0,
      entries.findIndex(({ step }) => step === 'verifying'),
    ))
      journal.append(entry);
    const advertised = async () => {
      throw new Refusal('etcd does not run');
    };

    expect(await resumeChange(contextWith({ advertised }), change, [])).toEqual({ state: 'committed' });
  });

  it('is followed by none that tells of the second address again', async () => {
    cluster.urls = FINAL;

    expect(await makeChange(contextOf(), CHANGE, [])).toEqual({ state: 'nothing-to-do' });
  });
});

describe('after a kill while etcd was told', () => {
  beforeEach(killed);

  it('it is begun again where etcd has not heard it', async () => {
    expect(await resumeChange(contextOf(), CHANGE, [])).toEqual({ state: 'committed' });
    expect(cluster.told).toEqual([SECURE]);
  });

  it('it goes on where etcd has', async () => {
    cluster.urls = SECURE;

    expect(await resumeChange(contextOf(), CHANGE, [])).toEqual({ state: 'committed' });
    expect(cluster.told).toEqual([]);
  });

  it('it is taken back where others came to nothing by it', async () => {
    cluster.urls = SECURE;

    const outcome = await resumeChange(contextOf({ whyNotMade: async () => 'red' }), CHANGE, []);

    expect([outcome.state, cluster.told]).toEqual(['rolled-back', [PLAIN]]);
  });

  it('it is left to a person where somebody else told etcd a third address', async () => {
    cluster.urls = ['http://10.9.9.9:2380'];

    expect(await resumeChange(contextOf(), CHANGE, [])).toMatchObject({ state: 'stuck' });
    expect(cluster.told).toEqual([]);
  });

  it('it stays open while etcd cannot be asked', async () => {
    const advertised = async () => {
      throw new Refusal('etcd does not run');
    };

    expect(await resumeChange(contextOf({ advertised }), CHANGE, [])).toEqual({
      state: 'open',
      why: 'etcd does not run',
    });
  });
});
