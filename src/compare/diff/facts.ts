import { valueIfPresent } from '../../model/fact.ts';
import type { Finding } from '../../model/finding.ts';
import type { FileFacts, ProcessFacts, Snapshot } from '../../model/snapshot.ts';

/** What is known of the files and processes behind a report; null where only the report is there. */
export interface Facts {
  file(path: string): FileFacts | null;
  process(finding: Finding): ProcessFacts | null;
  /** `root` or the number, where the host has no name for it. */
  user(uid: number): string;
  group(gid: number): string;
}

/** The facts of a snapshot as causes are looked for in them. */
export function factsOf({ processes, nodeFiles }: Snapshot): Facts {
  const files = new Map<string, FileFacts>();
  for (const { files: named } of processes) {
    for (const fact of Object.values(named)) {
      const file = valueIfPresent(fact);
      if (file === undefined) continue;
      for (const path of [file.hostPath, file.path])
        if (path !== null && !files.has(path)) files.set(path, file);
    }
  }
  return {
    file: (path) => files.get(path) ?? null,
    process: ({ target }) =>
      target.kind === 'process'
        ? (processes.find((one) => one.pid === target.pid && one.component === target.component) ?? null)
        : null,
    user: (uid) => nodeFiles?.users[String(uid)] ?? `uid ${uid}`,
    group: (gid) => nodeFiles?.groups[String(gid)] ?? `gid ${gid}`,
  };
}
