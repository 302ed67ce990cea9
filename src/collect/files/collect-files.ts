import type { Component, WantedFile } from '../../components/component.ts';
import type { Reading } from '../../machine/reading.ts';
import type { Fact } from '../../model/fact.ts';
import type { FileFacts, ProcessFacts } from '../../model/snapshot.ts';
import { othersFirst } from '../../util/others-first.ts';
import type { Host } from '../host.ts';
import type { ProcessRoot } from '../process-root.ts';
import { type FileView, fileFact } from './file-fact.ts';
import { hostPathOf } from './host-path.ts';
import { redactConfig } from './redact-config.ts';

/** A component that never stops naming files would be a bug; a configuration cannot make it one. */
const MAX_ROUNDS = 16;
const MAX_FILES = 10_000;

interface Context {
  host: Host;
  component: Component;
  root: Reading<ProcessRoot>;
}

/** The process's facts with all files that its component names, in rounds: a file may name further files. */
export async function collectFiles(context: Context, facts: ProcessFacts): Promise<ProcessFacts> {
  const view: FileView = {
    source: context.host.source,
    pid: facts.pid,
    root: context.root,
    workingDirectory: facts.workingDirectory,
    hostPath: hostPathOf(context.host, facts.pid, context.root),
    configKeys: context.component.configKeys,
  };
  const files = new Map<string, { as: WantedFile['as']; fact: Fact<FileFacts> }>();
  let current = facts;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const fresh = news(context.component.wanted(current), files).slice(0, MAX_FILES - files.size);
    if (fresh.length === 0) break;
    for (const wanted of fresh) {
      await othersFirst();
      const secretKeys = wanted.secretKeys ?? context.component.secretConfigKeys;
      const fact = redactConfig(await fileFact(view, wanted), secretKeys);
      files.set(wanted.path, { as: wanted.as, fact });
    }
    current = { ...facts, files: Object.fromEntries([...files].map(([path, file]) => [path, file.fact])) };
  }
  return current;
}

/**
 * Files not looked at yet. One that was only to be stat'ed as a key is looked at again if it is also named as a
 * certificate: one PEM file may hold both.
 */
function news(
  wanted: readonly WantedFile[],
  known: ReadonlyMap<string, { as: WantedFile['as'] }>,
): WantedFile[] {
  const fresh = new Map<string, WantedFile>();
  for (const file of wanted) {
    const before = fresh.get(file.path) ?? known.get(file.path);
    if (before === undefined || (before.as === 'attributes' && file.as !== 'attributes')) {
      fresh.set(file.path, file);
    }
  }
  return [...fresh.values()];
}
