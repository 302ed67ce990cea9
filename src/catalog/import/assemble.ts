import { isDeepStrictEqual } from 'node:util';
import type { Check, RuleFrontMatter, SettingsCheck, SingleCheck } from '../../model/rule.ts';
import type { Reading } from './audit.ts';
import type { Shown } from './commands.ts';
import { fallbackComplaint } from './fallback-check.ts';
import { filePlace } from './file-place.ts';
import { flagChecks } from './flag-check.ts';
import type { Knowledge } from './known.ts';
import { soleLiteral } from './literals.ts';
import { objectKind } from './object-kinds.ts';
import type { Refusals } from './refusal.ts';
import type { Fallback, Located, Verdict, VerdictKind } from './statement.ts';
import { isPlaceholder } from './words.ts';

/** What an Audit comes to. */
export interface Compiled {
  /** Component of the rule: a process, `files` or `cluster`. */
  component: string;
  /** Process that the evidence is about; null for objects of the cluster. */
  process: string | null;
  check: Check;
  kind: VerdictKind;
  applies?: RuleFrontMatter['applies'];
  /** The file whose mode or owner is judged, where the page names its path. */
  file: string | null;
  notes: readonly string[];
}

const WEAKEST: readonly VerdictKind[] = ['manual', 'weak', 'exact'];

/** Puts the sentences of an Audit together; null, with refusals, when they do not come to a check. */
export function assemble(
  readings: readonly Reading[],
  known: Knowledge,
  refusals: Refusals,
): Compiled | null {
  const assembly = new Assembly(known, refusals);
  for (const reading of readings) assembly.take(reading);
  return assembly.result(readings);
}

class Assembly {
  readonly #checks: SingleCheck[] = [];
  readonly #kinds: VerdictKind[] = [];
  readonly #subjects = new Set<string>();
  /** Processes whose flags a command showed, and those that a sentence asked something of. */
  readonly #lookedAt = new Map<string, Reading>();
  readonly #asked = new Set<string | null>();
  readonly #fallbacks: { fallback: Fallback; reading: Reading }[] = [];
  readonly #review: string[] = [];
  readonly #notes: string[] = [];
  #process: string | null = null;
  #located: Located | null = null;
  #shown: Shown | null = null;
  /** What a command showed, as long as no sentence has said what it must be. */
  #unjudged: { shown: Shown; reading: Reading } | null = null;
  #file: string | null = null;
  #members: { several: boolean; first: Reading } | null = null;
  readonly #known: Knowledge;
  readonly #refusals: Refusals;

  constructor(known: Knowledge, refusals: Refusals) {
    this.#known = known;
    this.#refusals = refusals;
  }

  take(reading: Reading): void {
    const { statement } = reading;
    switch (statement.as) {
      case 'evidence':
        for (const shown of statement.shown) this.#see(shown, reading);
        if (statement.located !== undefined) this.#locate(statement.located);
        return;
      case 'locate':
        this.#locate(statement.located);
        return;
      case 'verdict':
        this.#judge(statement.verdict, statement.kind, reading);
        return;
      case 'fallback':
        this.#fallbacks.push({ fallback: statement.fallback, reading });
        return;
      case 'applicability':
        this.#members = {
          several: this.#members?.several === true || statement.members === 'several',
          first: this.#members?.first ?? reading,
        };
        return;
      case 'review':
        this.#review.push(reading.says);
        this.#kinds.push('manual');
        return;
      case 'remark':
      case 'note':
        return;
    }
  }

  #refuse({ says, line }: Reading, why: string): void {
    this.#refusals.say(says, line, why);
  }

  #locate(located: Located): void {
    this.#located = located;
    if (located.process !== null) this.#process = located.process;
  }

  #see(shown: Shown, reading: Reading): void {
    if (shown.of !== 'flags') {
      if (!isDeepStrictEqual(shown, this.#unjudged?.shown)) this.#refuseUnjudged();
      this.#unjudged = mustBeJudged(shown) ? { shown, reading } : null;
      this.#shown = shown;
      return;
    }
    const { components } = this.#known;
    if (!components.includes(shown.process))
      this.#refuse(reading, `looks at ${shown.process}, which is none of ${components.join(', ')}`);
    this.#process = shown.process;
    this.#lookedAt.set(shown.process, reading);
  }

  /** A sentence speaks of the last command alone: what the one before it shows would not be judged. */
  #refuseUnjudged(): void {
    if (this.#unjudged === null) return;
    this.#refuse(this.#unjudged.reading, 'shows something, and no sentence behind it says what that must be');
    this.#unjudged = null;
  }

  #refuseUnasked(): void {
    if (this.#asked.size === 0) return;
    for (const [process, reading] of this.#lookedAt)
      if (!this.#asked.has(process))
        this.#refuse(reading, `looks at ${process}, and no sentence says what must be there`);
  }

  #judge(verdict: Verdict, kind: VerdictKind, reading: Reading): void {
    if (verdict.about !== 'flags') this.#unjudged = null;
    const checks = this.#checksOf(verdict, reading);
    this.#checks.push(...checks);
    this.#kinds.push(...checks.map((check) => ('review' in check ? 'manual' : kind)));
  }

  #checksOf(verdict: Verdict, reading: Reading): SingleCheck[] {
    switch (verdict.about) {
      case 'flags':
        return this.#flagChecks(verdict, reading);
      case 'file':
        return this.#fileChecks(verdict, reading);
      case 'objects':
        return this.#objectChecks(verdict, reading);
    }
  }

  #flagChecks({ flags, ask }: Extract<Verdict, { about: 'flags' }>, reading: Reading): SettingsCheck[] {
    if (this.#process === null) {
      this.#refuse(reading, 'is about a flag, and no sentence before it says of which process');
      return [];
    }
    this.#subjects.add(this.#process);
    this.#asked.add(this.#process);
    const asked = flagChecks(this.#process, flags, ask, this.#known);
    if ('checks' in asked) return asked.checks;
    this.#refuse(reading, asked.complaint);
    return [];
  }

  #fileChecks({ attribute, value }: Extract<Verdict, { about: 'file' }>, reading: Reading): SingleCheck[] {
    const shown = this.#shown;
    if (shown?.of !== 'file' || shown.attribute !== attribute) {
      this.#refuse(reading, `is about the ${attribute} of a file, and no command before it shows one`);
      return [];
    }
    this.#subjects.add('files');
    if (this.#located !== null) this.#asked.add(this.#process);
    const found = filePlace(shown.file, this.#located, this.#process);
    if ('complaint' in found) {
      this.#refuse(reading, found.complaint);
      return [];
    }
    if ('unnamed' in found) {
      this.#notes.push(`The page has a placeholder, ${shown.file}, for the file and nothing that names it.`);
      return [{ review: [reading.says] }];
    }
    if (!isPlaceholder(shown.file)) this.#file = shown.file;
    const must = attribute === 'mode' ? { mode: { modeAtMost: value } } : { owner: [value] };
    return [{ each: found.place, must }];
  }

  #objectChecks({ kind, not }: Extract<Verdict, { about: 'objects' }>, reading: Reading): SingleCheck[] {
    const shown = this.#shown;
    if (shown?.of !== 'objects' || shown.path === null) {
      this.#refuse(reading, 'is about what objects return, and no command before it shows that');
      return [];
    }
    const objects = objectKind(shown.kind);
    if (objectKind(kind) !== objects) {
      this.#refuse(reading, `is about ${kind}, and the command before it shows ${shown.kind}`);
      return [];
    }
    const value = soleLiteral(not);
    if (value === null) {
      this.#refuse(reading, `has ${not} where one value must stand`);
      return [];
    }
    this.#subjects.add('cluster');
    return [{ objects, path: shown.path, some: { not: value } }];
  }

  result(readings: readonly Reading[]): Compiled | null {
    if (this.#review.length === 0) {
      this.#refuseUnjudged();
      this.#refuseUnasked();
    }
    this.#checkApplicability();
    this.#checkFallbacks();
    if (this.#review.length > 0) this.#checks.push({ review: this.#review });
    const [only, ...more] = merged(this.#checks);
    const component = this.#component(readings);
    if (only === undefined || component === null || this.#refusals.problems.length > 0) return null;
    return {
      component,
      process: this.#process,
      check: more.length === 0 ? only : { allOf: [only, ...more] },
      kind: WEAKEST.find((kind) => this.#kinds.includes(kind)) ?? 'exact',
      ...(this.#members === null ? {} : { applies: { members: 'several' } }),
      file: this.#file,
      notes: this.#notes,
    };
  }

  #component(readings: readonly Reading[]): string | null {
    const [subject, second] = this.#subjects;
    const last = readings.at(-1);
    if (last === undefined || this.#refusals.problems.length > 0) return null;
    if (second !== undefined) {
      this.#refuse(last, `ends an Audit of both ${subject} and ${second}: a rule is about one of them`);
      return null;
    }
    if (subject !== undefined) return subject;
    if (this.#review.length > 0) return this.#process ?? (this.#shown?.of === 'file' ? 'files' : 'cluster');
    this.#refuse(last, 'ends the Audit, and none of its sentences says what must be');
    return null;
  }

  /** Only what counts members of etcd is known to be decidable. */
  #checkApplicability(): void {
    if (this.#members === null) return;
    const { several, first } = this.#members;
    if (!several)
      this.#refuse(first, 'says when the rule is not about a target, and no sentence says how to tell');
    else if (this.#process !== 'etcd') this.#refuse(first, 'is about members of etcd, and the Audit is not');
  }

  #checkFallbacks(): void {
    const checks = this.#checks.filter((one): one is SettingsCheck => 'settings' in one);
    for (const { fallback, reading } of this.#fallbacks) {
      const complaint =
        checks.length === 0 || this.#process === null
          ? 'says what holds where a flag is absent, and no sentence says what the flag must be'
          : fallbackComplaint(this.#process, fallback, checks, this.#known.settings);
      if (complaint !== null) this.#refuse(reading, complaint);
    }
  }
}

/** Whether a command shows what a sentence must judge: a list of objects only says which there are. */
function mustBeJudged(shown: Shown): boolean {
  return shown.of === 'file' || (shown.of === 'objects' && shown.path !== null);
}

/** Settings that must be alike are one check; so are attributes of the same files. */
function merged(checks: readonly SingleCheck[]): SingleCheck[] {
  const result: SingleCheck[] = [];
  for (const check of checks) {
    const last = result.at(-1);
    const joint = last === undefined ? null : together(last, check);
    if (joint === null) result.push(check);
    else result.splice(-1, 1, joint);
  }
  return result;
}

function together(left: SingleCheck, right: SingleCheck): SingleCheck | null {
  if ('settings' in left && 'settings' in right && JSON.stringify(left.must) === JSON.stringify(right.must))
    return { settings: [...new Set([...left.settings, ...right.settings])], must: left.must };
  if ('each' in left && 'each' in right && left.each === right.each)
    return { each: left.each, must: { ...left.must, ...right.must } };
  return null;
}
