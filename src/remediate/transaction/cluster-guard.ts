import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Change } from '../../model/plan.ts';
import { plannedText } from '../etcd/planned.ts';
import { type Context, newest } from './context.ts';
import type { Engine } from './engine.ts';
import { Refusal } from './refusal.ts';

const SUFFIX = '.etcd-snapshot';

/** Only changes of etcd concern other nodes. */
export function isGuarded(change: Change): boolean {
  return change.class === 'etcd';
}

/**
 * Whether the cluster of the component bears the restart.
 * @throws Refusal
 */
export async function checkCluster({ etcd }: Engine, change: Change): Promise<void> {
  if (!isGuarded(change)) return;
  const { voters } = await etcd().before();
  const { stage } = change;
  const planned = stage?.members ?? change.restarts?.members;
  if (planned !== voters)
    throw new Refusal(
      `the plan was made for ${planned === undefined ? 'a cluster of unknown size' : `${planned} voting members`} and there are ${voters}: what a restart takes away is not what was consented to; plan again`,
    );
  if (stage !== undefined) return etcd().stages.begin(stage);
  const authority = plannedText(change, 'peer-trusted-ca-file');
  const strangers = authority === null ? [] : await etcd().strangers(authority);
  if (strangers.length > 0)
    throw new Refusal(
      `members would be refused, because ${authority} did not sign for them: ${strangers.join('; ')}`,
    );
}

/** Takes a snapshot of etcd, and notes it and the state of the cluster in the journal. @throws Refusal */
export async function saveCluster(context: Context, change: Change): Promise<void> {
  if (!isGuarded(change)) return;
  const { engine, journal } = context;
  // The kubelet would take a file there for a manifest.
  if (change.edits.some(({ path }) => dirname(path) === engine.snapshots))
    throw new Refusal(`${engine.snapshots} may be watched: keep the snapshot elsewhere`);
  const keep = engine.snapshots !== null;
  const name = keep ? `${journal.directory.split('/').at(-1)}-${change.id}` : change.id;
  const path = join(engine.snapshots ?? journal.directory, `${name}${SUFFIX}`);
  engine.tell(`${change.id}: taking a snapshot of etcd; it holds every Secret of the cluster`);
  const saved = await engine.etcd().save(path);
  engine.tell(`${change.id}: snapshot of ${saved.bytes} bytes, checked by its sum: ${path}`);
  const before = await engine.etcd().before();
  journal.append({ step: 'guarded', change: change.id, ...before, snapshot: { ...saved, keep } });
}

/** The last look before files are changed: still sound, and no leader goes down. @throws Refusal */
export async function yieldLeadership({ engine }: Context, change: Change): Promise<void> {
  if (!isGuarded(change)) return;
  await engine.etcd().before();
  if (change.restarts === null) return;
  const successor = await engine.etcd().handOver();
  if (successor !== null) engine.tell(`${change.id}: this member led; ${successor} leads now`);
}

/** Why the cluster is not as sound as before the change; null when it is, or has no part in it. */
export async function whyClusterIll({ engine, journal }: Context, change: Change): Promise<string | null> {
  if (!isGuarded(change)) return null;
  const guarded = newest(journal.entries(), 'guarded', change.id);
  return guarded === undefined ? null : engine.etcd().whyNotBack(guarded);
}

/** The same of a change that was taken back: members may have come and gone since it was made. */
export async function whyClusterUnsound({ engine }: Context, change: Change): Promise<string | null> {
  return isGuarded(change) ? engine.etcd().whyNotBack(null) : null;
}

/** Why the component of a change must not restart now. */
export async function whyMustRun({ engine }: Context, change: Change): Promise<string | null> {
  return isGuarded(change) && change.restarts !== null ? engine.etcd().whyNeeded() : null;
}

/** Why taking a change back, which may restart the component once more, would break its cluster now. */
export async function whyMustStay(context: Context, change: Change): Promise<string | null> {
  const { stage } = change;
  const needed = await whyMustRun(context, change);
  return needed ?? (stage === undefined ? null : context.engine.etcd().stages.whyNotBack(stage));
}

/**
 * Snapshots in the directory of a transaction go with its end, unless some change ended badly; those in a directory that
 * the user named are the user's.
 */
export function forgetSnapshots({ engine, journal }: Context): void {
  const left = readdirSync(journal.directory).filter((name) => name.endsWith(SUFFIX));
  const paths = left.map((name) => join(journal.directory, name));
  const badly = journal
    .entries()
    .some((one) => one.step === 'stuck' || (one.step === 'rolled-back' && one.ill));
  for (const path of paths) {
    if (badly) engine.tell(`the snapshot of etcd is kept: ${path}; it holds every Secret of the cluster`);
    else rmSync(path, { force: true });
  }
}
