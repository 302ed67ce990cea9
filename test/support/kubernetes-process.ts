import { decodeConfig } from '../../src/collect/config/decode-config.ts';
import type { Component, WantedFile } from '../../src/components/component.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Origin } from '../../src/model/origin.ts';
import type { FileFacts, ProcessFacts } from '../../src/model/snapshot.ts';

const STARTED = '2026-11-01T10:00:00.000Z';
const BEFORE = '2026-11-01T09:00:00.000Z';
const AFTER = '2026-11-01T11:00:00.000Z';

/** What a test says of a process; everything else is as on an ordinary node. */
export interface GivenComponent {
  /** All words, the program's name included. */
  argv: readonly string[];
  argvOrigins?: Origin[];
  version?: string;
  /** Text of each file that is there, by path; what is not here is absent. */
  files?: Readonly<Record<string, string>>;
  /** Files that may not be read. */
  hidden?: readonly string[];
  /** Files that are newer than the process. */
  changed?: readonly string[];
}

/** Facts of a process as the collector would bring them, files included that the component wants. */
export function factsOf(component: Component, given: GivenComponent): ProcessFacts {
  let facts = processOf(component.name, given);
  for (;;) {
    const missing = component.wanted(facts).filter(({ path }) => !(path in facts.files));
    if (missing.length === 0) return facts;
    const collected = missing.map((file) => [file.path, fileOf(file, given, component)] as const);
    facts = { ...facts, files: { ...facts.files, ...Object.fromEntries(collected) } };
  }
}

function processOf(component: string, { argv, argvOrigins, version }: GivenComponent): ProcessFacts {
  const origin = { kind: 'process', path: '/proc/7' } as const;
  const present = <T>(value: T): Fact<T> => ({ state: 'present', value, origin });
  return {
    pid: 7,
    component,
    executable: present(`/usr/local/bin/${component}`),
    argv: present([...argv]),
    ...(argvOrigins === undefined ? {} : { argvOrigins }),
    environment: present({}),
    workingDirectory: present('/'),
    startedAt: present(STARTED),
    uid: 0,
    container: null,
    sameNetworkNamespace: true,
    version: version === undefined ? { state: 'absent', lookedAt: [] } : present(version),
    listeners: present([]),
    files: {},
  };
}

function fileOf(wanted: WantedFile, given: GivenComponent, component: Component): Fact<FileFacts> {
  const origin = { kind: 'filesystem', path: wanted.path } as const;
  if (given.hidden?.includes(wanted.path))
    return { state: 'unreadable', at: origin, reason: 'no permission to read it' };
  const text = given.files?.[wanted.path];
  if (text === undefined) return { state: 'absent', lookedAt: [origin] };
  const modifiedAt = given.changed?.includes(wanted.path) ? AFTER : BEFORE;
  const value: FileFacts = {
    path: wanted.path,
    hostPath: wanted.path,
    type: 'file',
    mode: 0o600,
    uid: 0,
    gid: 0,
    size: text.length,
    modifiedAt,
    changedAt: modifiedAt,
    bornAt: modifiedAt,
    content: contentOf(wanted, text, component),
  };
  return { state: 'present', value, origin };
}

function contentOf({ path, as, keys }: WantedFile, text: string, component: Component): FileFacts['content'] {
  const origin = { kind: 'filesystem', path } as const;
  if (as !== 'config') return { state: 'present', value: { kind: 'not-read' }, origin };
  const read = decodeConfig(Buffer.from(text), keys ?? component.configKeys);
  if (read.state !== 'read') throw new Error(`${path}: ${JSON.stringify(read)}`);
  return { state: 'present', value: read.value, origin };
}
