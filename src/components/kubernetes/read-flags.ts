import type { Origin } from '../../model/origin.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { gatesProblem } from './feature-gates.ts';
import type { FlagTable } from './flag-table.ts';
import { type FlagSettings, flagSetting, flagSettings } from './flag-values.ts';
import { gatePrefixProblem } from './gate-prefixes.ts';
import type { Lookup } from './lookup.ts';
import { type Conventions, parsePflags } from './pflag.ts';
import { type Refusal, refuses, type Undetermined } from './reading.ts';
import { wordsOf } from './words.ts';

/** The command line of a component, as one minor takes it. */
export interface CommandLine {
  outcome: 'read';
  /** What it names, and nothing else. */
  given: FlagSettings;
  /** Any flag of the table, by default where it is not named. */
  lookup: Lookup;
}

/** Reads a process's words by a component's table. A call that only prints is no server, so it counts as refused. */
export function readFlags(
  process: ProcessFacts,
  table: FlagTable,
  conventions: Conventions,
): CommandLine | Refusal | Undetermined {
  const words = wordsOf(process);
  if ('outcome' in words) return words;
  const parsed = parsePflags(words, table, conventions);
  if (parsed.outcome === 'refuses') return refuses(parsed.because, parsed.origin);
  if (parsed.outcome === 'prints') return onlyPrints(process, conventions);
  const prefixed = gatePrefixProblem(parsed.occurrences, table, conventions.minor);
  if (prefixed !== null) return refusedGates(prefixed.problem, prefixed.origin, conventions);
  const given = flagSettings(parsed.occurrences, table, conventions.minor);
  return {
    outcome: 'read',
    given,
    lookup: (name) => flagSetting(given, table, name, conventions.minor),
  };
}

function onlyPrints({ pid }: ProcessFacts, { program }: Conventions): Refusal {
  return refuses(`${program} only prints and exits.`, { kind: 'process', path: `/proc/${pid}/cmdline` });
}

/** Why a component refuses the gates that are in force; null when it does not, as far as the gates are described. */
export function gatesRefusal(lookup: Lookup, conventions: Conventions): Refusal | null {
  const gates = lookup('feature-gates');
  const problem = gatesProblem(gates.value, conventions.minor);
  return problem === null ? null : refusedGates(problem, gates.origin, conventions);
}

function refusedGates(problem: string, origin: Origin, { program, minor }: Conventions): Refusal {
  return refuses(`${program} 1.${minor} refuses its feature gates: ${problem}.`, origin);
}
