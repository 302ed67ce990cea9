import type { Fact } from '../../../model/fact.ts';
import type { Place } from '../../../model/given-files.ts';
import type { Origin } from '../../../model/origin.ts';
import type { FileContent, FileFacts, Planned, ProcessFacts } from '../../../model/snapshot.ts';

/** Where a line of a file of a node stands in the given file that has it written. */
export type PlaceOf = (path: string, line: number) => Place;

/** A process of a node with the places of the given file instead of those that its files have on the node. */
export function placed(process: ProcessFacts, placeOf: PlaceOf): ProcessFacts {
  const { planned, argvOrigins } = process;
  return {
    ...process,
    argv: movedFact(process.argv, placeOf),
    environment: movedFact(process.environment, placeOf),
    version: movedFact(process.version, placeOf),
    ...(planned === undefined ? {} : { planned: movedPlan(planned, placeOf) }),
    ...(argvOrigins === undefined ? {} : { argvOrigins: argvOrigins.map((one) => moved(one, placeOf)) }),
    files: Object.fromEntries(
      Object.entries(process.files).map(([named, fact]) => [named, movedFile(fact, placeOf)]),
    ),
  };
}

function movedPlan(planned: Planned, placeOf: PlaceOf): Planned {
  const variables = Object.entries(planned.variables ?? {}).map(
    ([name, { path, line }]) => [name, placeOf(path, line)] as const,
  );
  return {
    ...planned,
    ...placeOf(planned.path, planned.line),
    what: `${planned.what}, written to ${planned.path}`,
    carried: planned.path,
    ...(variables.length === 0 ? {} : { variables: Object.fromEntries(variables) }),
  };
}

function moved(origin: Origin, placeOf: PlaceOf): Origin {
  return origin.kind === 'file' || origin.kind === 'drop-in'
    ? { ...origin, ...placeOf(origin.path, origin.line) }
    : origin;
}

function movedFact<T>(fact: Fact<T>, placeOf: PlaceOf): Fact<T> {
  if (fact.state === 'present') return { ...fact, origin: moved(fact.origin, placeOf) };
  return fact.state === 'unreadable' ? { ...fact, at: moved(fact.at, placeOf) } : fact;
}

function movedFile(fact: Fact<FileFacts>, placeOf: PlaceOf): Fact<FileFacts> {
  if (fact.state !== 'present' || fact.value.hostPath === null) return fact;
  const { hostPath, content } = fact.value;
  const { path } = placeOf(hostPath, 1);
  const origin = { kind: 'filesystem', path } as const;
  const value: FileFacts = {
    ...fact.value,
    hostPath: path,
    content:
      content.state === 'present'
        ? { ...content, origin, value: movedContent(content.value, (line) => placeOf(hostPath, line).line) }
        : content,
  };
  return { ...fact, origin, value };
}

function movedContent(content: FileContent, lineOf: (line: number) => number): FileContent {
  if (content.kind === 'broken-config') return { ...content, line: lineOf(content.line) };
  if (content.kind !== 'config') return content;
  const at = <T extends { line: number }>(one: T): T => ({ ...one, line: lineOf(one.line) });
  const { entries, duplicateKeys } = content;
  return {
    ...content,
    entries: entries.map(at),
    ...(duplicateKeys === undefined ? {} : { duplicateKeys: duplicateKeys.map(at) }),
  };
}
