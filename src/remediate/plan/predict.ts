import type { Finding, Report } from '../../model/finding.ts';
import type { FileContent, ProcessFacts } from '../../model/snapshot.ts';
import { applyToWords, editWords } from '../editors/words.ts';
import type { FlagEdit } from './flag-edits.ts';
import { NotNow, orNotNow, type PlanInput, type Task } from './input.ts';

/** A process as it would be after an edit. */
export function withFlags(process: ProcessFacts, edits: readonly FlagEdit[]): ProcessFacts {
  if (process.argv.state !== 'present') return process;
  let words: readonly string[] = process.argv.value;
  const source = { path: `the arguments of ${process.component}`, text: '' };
  for (const { flag, value } of edits) {
    const now = words;
    words = applyToWords(
      now,
      orNotNow(() => editWords(source, null, now, flag, value)),
    );
  }
  return { ...process, argv: { ...process.argv, value: [...words] } };
}

/** A process as it would be with a variable in its environment. */
export function withVariable(process: ProcessFacts, variable: string, value: string | null): ProcessFacts {
  if (process.environment.state !== 'present') return process;
  const { [variable]: _, ...others } = process.environment.value;
  const environment = value === null ? others : { ...others, [variable]: value };
  return { ...process, environment: { ...process.environment, value: environment } };
}

export function withFile(process: ProcessFacts, path: string, content: FileContent): ProcessFacts {
  const fact = process.files[path];
  if (fact?.state !== 'present') return process;
  const value = {
    ...fact.value,
    content: { state: 'present' as const, value: content, origin: fact.origin },
  };
  return { ...process, files: { ...process.files, [path]: { ...fact, value } } };
}

/** Findings about a process when it runs as given and nothing has been asked. */
export function predicted(input: PlanInput, process: ProcessFacts): readonly Finding[] {
  const { snapshot } = input;
  const processes = snapshot.processes.map((one) => (one.pid === process.pid ? sameOne(one, process) : one));
  return about(input.judge({ ...snapshot, processes, observations: [] }), process);
}

function sameOne(one: ProcessFacts, process: ProcessFacts): ProcessFacts {
  return one.component === process.component ? process : one;
}

function about(report: Report, process: ProcessFacts): readonly Finding[] {
  return report.findings.filter(
    ({ target }) =>
      target.kind === 'process' && target.pid === process.pid && target.component === process.component,
  );
}

const BAD = new Set(['fail', 'error', 'conflict']);

/**
 * Throws NotNow unless the task's finding would turn and no other would turn bad.
 *
 * @param newPaths files that are named for the first time: what is in them is not known to the judgement
 */
export function checkTurns(
  task: Task,
  before: readonly Finding[],
  after: readonly Finding[],
  newPaths: boolean,
  byHand: string,
): void {
  const own = after.find(({ rule }) => rule === task.rule.id);
  const enough =
    own?.status === 'pass' || own?.status === 'not-applicable' || (own?.status === 'unknown' && newPaths);
  if (!enough) {
    throw new NotNow(
      'prerequisite',
      `The edit alone would not do: ${own?.reason ?? 'it is not judged'}`,
      byHand,
    );
  }
  checkOthers(before, after, byHand);
}

/** Throws NotNow when a finding would turn bad that was not. */
export function checkOthers(before: readonly Finding[], after: readonly Finding[], byHand: string): void {
  for (const finding of after) {
    const was = before.find(({ rule }) => rule === finding.rule)?.status ?? 'unknown';
    if (BAD.has(finding.status) && !BAD.has(was)) {
      throw new NotNow('prerequisite', `${finding.title} would no longer hold: ${finding.reason}`, byHand);
    }
  }
}
