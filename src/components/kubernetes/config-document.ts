import { valueIfPresent } from '../../model/fact.ts';
import type { ConfigDocument, FileFacts, ProcessFacts } from '../../model/snapshot.ts';
import { shownPath } from '../shown-path.ts';
import { type ChangedFile, changedAfterStart } from '../stale.ts';
import { type Refusal, refuses, type Undetermined, undetermined } from './reading.ts';

export type DecodedDocument = Extract<ConfigDocument, { kind: 'config' }>;

/** A configuration file that decodes, before anybody looks at its keys. */
export interface OpenedConfig {
  outcome: 'opened';
  document: DecodedDocument;
  /** For people. */
  path: string;
  stale: readonly ChangedFile[];
}

/**
 * A configuration file that a process names, as far as YAML or JSON goes.
 *
 * @param path as the process names it
 * @param what `configuration file` or another noun for sentences
 */
export function openConfig(
  process: ProcessFacts,
  path: string,
  program: string,
  what = 'configuration file',
): OpenedConfig | Refusal | Undetermined {
  const fact = process.files[path];
  const origin = { kind: 'filesystem', path } as const;
  if (fact === undefined) return undetermined(`${path} was not collected.`, origin);
  if (fact.state === 'unreadable') return undetermined(`${path}: ${fact.reason}`, fact.at);
  if (fact.state === 'absent') return refuses(missing(program, what, path), origin);
  const file = fact.value;
  const change = changedAfterStart(process, file);
  return contentOf(file, program, what, change === null ? [] : [change]);
}

/** A file that the process was started with and that is not there: two explanations, both worth a look. */
function missing(program: string, what: string, path: string): string {
  return `The ${what} ${path} is not there: ${program} could not have started without it, or it was removed afterwards.`;
}

function contentOf(
  file: FileFacts,
  program: string,
  what: string,
  stale: readonly ChangedFile[],
): OpenedConfig | Refusal | Undetermined {
  const path = shownPath(file);
  const origin = { kind: 'filesystem', path } as const;
  if (file.type === 'directory')
    return refuses(`${program} refuses its ${what} ${path}: it is a directory.`, origin, stale);
  const { content } = file;
  if (content.state === 'unreadable') return undetermined(`${path}: ${content.reason}`, origin);
  const value = valueIfPresent(content);
  if (value?.kind === 'broken-config') {
    const at = { kind: 'file', path, line: value.line } as const;
    return refuses(`${program} refuses its ${what}: ${value.problem}.`, at, stale);
  }
  if (value?.kind !== 'config') return undetermined(`${path} was not decoded.`, origin);
  if (value.json === 'broken')
    return refuses(`${program} refuses its ${what} ${path}: it begins like JSON and is none.`, origin, stale);
  return { outcome: 'opened', document: value, path, stale };
}
