import type { Stage } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { runningOf } from '../transaction/processes.ts';
import { Refusal } from '../transaction/refusal.ts';
import { type Access, accessTo, toOwn } from './access.ts';
import { whyNotReady } from './gateway.ts';
import { handOver } from './hand-over.ts';
import { committedBy, whyNeeded, whyUnsound } from './judge.ts';
import { lookAt } from './look.ts';
import { type Saved, saveSnapshot } from './snapshot.ts';
import { untilSound, type Waiting } from './soundness.ts';
import { advertise, advertisedBy, mayBegin, whyNotBackFrom, whyNotMade } from './stages.ts';
import { strangersTo } from './strangers.ts';
import { type Survey, selfOf, votersOf } from './survey.ts';

/** What is remembered of a cluster before one of its members is restarted. */
export interface Before {
  voters: number;
  /** The highest commit index: what the member must have applied afterwards. */
  committed: string;
}

/** What a restart of etcd needs beside that of any other component: its cluster. */
export interface EtcdGate {
  /** Why the member of this node is not well, as it says itself; null when it is. */
  illness: () => Promise<string | null>;
  /** Looks at the cluster, and waits for what passes by itself. @throws Refusal when it cannot be seen, or is not sound */
  before: () => Promise<Before>;
  /** The members, with reasons, that would be refused if only peers of that authority were taken. @throws Refusal */
  strangers: (authority: string) => Promise<readonly string[]>;
  /** @throws Refusal */
  save: (path: string) => Promise<Saved>;
  /** Gives the leadership away, if this member has it. @returns to whom; null when it did not lead. @throws Refusal */
  handOver: () => Promise<string | null>;
  /** Why the cluster is not sound, and, if `before` is known, as it was before; null when it is. */
  whyNotBack: (before: Before | null) => Promise<string | null>;
  /** Why this member must not go down now, not even to be taken back; null when it may. */
  whyNeeded: () => Promise<string | null>;
  stages: StageGate;
}

/** What members make one after the other, stage by stage. */
export interface StageGate {
  /** @throws NotYet when another member has not made the stage before; Refusal when it would go wrong */
  begin: (stage: Stage) => Promise<void>;
  /** Why a stage that was made is not in force as it should be; null when it is. */
  whyNotMade: (stage: Stage) => Promise<string | null>;
  /** Why a stage must not be taken back now; null when it may, and where the member cannot be asked. */
  whyNotBack: (stage: Stage) => Promise<string | null>;
  /** Where peers reach this member, as the cluster has it. @throws Refusal */
  advertised: () => Promise<readonly string[]>;
  /** @throws Refusal when the cluster does not have it so afterwards */
  advertise: (urls: readonly string[]) => Promise<void>;
}

/** @param facts of the etcd process that runs on this machine; null when they cannot be found */
export function etcdGate(
  facts: () => Promise<ProcessFacts | null>,
  userAgent: string,
  waiting: Waiting,
): EtcdGate {
  const access = rememberedAccess(facts, userAgent);
  const survey = async (): Promise<Survey | string> => {
    const known = await access();
    return typeof known === 'string' ? known : lookAt(known);
  };
  const seen = async (): Promise<{ access: Access; survey: Survey }> => {
    const known = await access();
    const found = typeof known === 'string' ? known : await lookAt(known);
    if (typeof known === 'string' || typeof found === 'string')
      throw new Refusal(`the cluster of etcd cannot be seen from here: ${String(found)}`);
    return { access: known, survey: found };
  };
  return {
    illness: async () => {
      const known = await access();
      return typeof known === 'string' ? known : whyNotReady((path) => toOwn(known, path));
    },
    before: async () => beforeOf(await untilSound(async () => (await seen()).survey, waiting)),
    strangers: async (authority) => {
      const { access: known, survey: found } = await seen();
      return strangersTo(known, found, authority);
    },
    save: async (path) => {
      const { access: known, survey: found } = await seen();
      return saveSnapshot(known, path, selfOf(found)?.status?.size ?? 0);
    },
    handOver: async () => {
      const { access: known, survey: found } = await seen();
      return handOver(known, found);
    },
    whyNotBack: async (before) => {
      const found = await survey();
      return typeof found === 'string' ? found : whyNotAsBefore(found, before);
    },
    whyNeeded: async () => {
      const found = await survey();
      return typeof found === 'string' ? null : whyNeeded(found);
    },
    stages: {
      begin: async (stage) => mayBegin(await seen(), stage),
      whyNotMade: async (stage) => inWords(async () => whyNotMade(await seen(), stage)),
      whyNotBack: async (stage) => {
        const known = await access();
        const found = typeof known === 'string' ? known : await lookAt(known);
        if (typeof known === 'string' || typeof found === 'string') return null;
        return whyNotBackFrom({ access: known, survey: found }, stage);
      },
      advertised: async () => advertisedBy((await seen()).survey),
      advertise: async (urls) => advertise(await seen(), urls),
    },
  };
}

async function inWords(ask: () => Promise<string | null>): Promise<string | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Where and as whom a member is asked is found out once for each process. */
function rememberedAccess(facts: () => Promise<ProcessFacts | null>, userAgent: string) {
  let known: { process: string; access: Access } | null = null;
  return async (): Promise<Access | string> => {
    const [running] = runningOf('etcd');
    if (running === undefined) return 'etcd does not run';
    const process = `${running.pid} ${running.startTicks}`;
    if (known?.process === process) return known.access;
    const found = await facts();
    if (found === null) return `what etcd (pid ${running.pid}) runs with cannot be told`;
    const access = accessTo(found, userAgent);
    if (typeof access !== 'string') known = { process, access };
    return access;
  };
}

function beforeOf(survey: Survey): Before {
  return { voters: votersOf(survey).length, committed: committedBy(survey).toString() };
}

function whyNotAsBefore(survey: Survey, before: Before | null): string | null {
  const reason = whyUnsound(survey);
  if (reason !== null) return `the cluster of etcd is not sound: ${reason}`;
  if (before === null) return null;
  const { voters, committed } = before;
  const now = votersOf(survey).length;
  if (now !== voters) return `the cluster of etcd had ${voters} voting members and has ${now} now`;
  const applied = selfOf(survey)?.status?.applied ?? 0n;
  return applied >= BigInt(committed)
    ? null
    : `etcd has applied ${applied} entries of the ${committed} that were there before its restart`;
}
