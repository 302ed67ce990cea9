import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../plan-hash.ts';
import type { EditRecord, SourceRecord } from './journal-entry.ts';
import type { Checked } from './recheck.ts';
import { asRefusal } from './refusal.ts';
import type { SourceTodo } from './source-write.ts';
import { sameMount, syncDirectory, withDirectory } from './target.ts';
import { writeAnew } from './write-new.ts';

/** What the journal must know of each edit before anything is written. */
export function recordsOf(checked: readonly Checked[], directory: string, change: string): EditRecord[] {
  return checked.map((one, index) => {
    const { path, after } = one.edit;
    if (one.kind === 'attributes') {
      const { mode, uid, gid } = one.edit.after;
      return { kind: 'attributes', path, before: one.state, after: { mode, uid, gid } };
    }
    return {
      kind: 'content',
      path,
      before: one.state,
      after: String(after),
      backup: join(directory, `${change}.${index}.old`),
      temporary: temporaryOf(path, directory, `${change}.${index}`),
    };
  });
}

/**
 * In the directory of the transaction where a file can be renamed from there, else beside the target: under a name that
 * begins with a dot, which the kubelet passes over, and that ends like no configuration file. Under SELinux always
 * beside it, because a new file gets its label from the directory that it is made in, and a renamed one keeps it.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/config/file_linux.go#L118
 */
function temporaryOf(path: string, directory: string, name: string): { forward: string; back: string } {
  const beside = withDirectory(dirname(path), (target) =>
    withDirectory(directory, (own) => !sameMount(target, own) || existsSync('/sys/fs/selinux/enforce')),
  );
  const id = directory.slice(directory.lastIndexOf('/') + 1);
  const stem = beside ? join(dirname(path), `.kubetrue-${id}-${name}`) : join(directory, name);
  return { forward: `${stem}.new`, back: `${stem}.back` };
}

/**
 * Writes the backups: no change without them.
 * @throws Refusal
 */
export function backUp(checked: readonly Checked[], records: readonly EditRecord[]): void {
  each(checked, records, (one, record) => {
    try {
      writeAnew(record.backup, one.old, null);
      syncDirectory(dirname(record.backup));
    } catch (error) {
      throw asRefusal(record.backup, 'written', error);
    }
  });
}

/**
 * Keeps the old text of the cluster: no change without it.
 * @throws Refusal
 */
export function backUpSource({ held, fresh }: SourceTodo, directory: string, change: string): SourceRecord {
  const backup = join(directory, `${change}.source.old`);
  try {
    writeAnew(backup, Buffer.from(held.text), null);
    syncDirectory(directory);
  } catch (error) {
    throw asRefusal(backup, 'written', error);
  }
  return { before: sha256(held.text), after: sha256(fresh), backup };
}

/**
 * Writes the new files under their temporary names, with the mode and owner of the old ones.
 * @throws Refusal
 */
export function writeTemporaries(checked: readonly Checked[], records: readonly EditRecord[]): void {
  each(checked, records, (one, record) => {
    const { forward } = record.temporary;
    try {
      writeAnew(forward, one.fresh, record.before);
      syncDirectory(dirname(forward));
    } catch (error) {
      throw asRefusal(forward, 'written', error);
    }
  });
}

/** Removes whatever a change may have left under temporary names. */
export function removeTemporaries(records: readonly EditRecord[]): void {
  for (const record of records) {
    if (record.kind === 'attributes') continue;
    const { forward, back } = record.temporary;
    rmSync(forward, { force: true });
    rmSync(back, { force: true });
    syncDirectory(dirname(forward));
  }
}

function each(
  checked: readonly Checked[],
  records: readonly EditRecord[],
  work: (
    one: Extract<Checked, { kind: 'content' }>,
    record: Extract<EditRecord, { kind: 'content' }>,
  ) => void,
): void {
  for (const [index, one] of checked.entries()) {
    const record = records[index];
    if (one.kind === 'content' && record?.kind === 'content') work(one, record);
  }
}
