import { COMMAND_NAMES, type CommandName, commandOf, VERBS } from '../commands.ts';
import { COMMON, type OptionName, type Takes } from '../options.ts';

/** A place on the command line, after some words, and what may follow there. */
export interface Place {
  /** Words after the program's name, options left out: `fix plan` */
  at: readonly string[];
  options: readonly OptionName[];
  formats: readonly string[];
  next: { words: readonly Word[] } | { takes: Takes };
}

/** A word that may follow, and what it means. */
export interface Word {
  word: string;
  meaning: string;
}

/** Every place there is, as the tables of commands and options have them; the first is right after the program's name. */
export function places(): Place[] {
  const words = COMMAND_NAMES.map((name) => ({ word: name, meaning: commandOf(name).summary }));
  return [
    { at: [], options: COMMON, formats: [], next: { words } },
    ...COMMAND_NAMES.flatMap((name) => [placeOf(name), ...verbPlaces(name)]),
  ];
}

function placeOf(name: CommandName): Place {
  const {
    options,
    formats,
    arguments: [argument],
  } = commandOf(name);
  const verbs = verbsOf(name);
  const next =
    verbs.length === 0
      ? { takes: takenBy(name, argument) }
      : { words: verbs.map((word) => ({ word, meaning: '' })) };
  return { at: [name], options: [...options, ...COMMON], formats, next };
}

function verbPlaces(name: CommandName): Place[] {
  const command = commandOf(name);
  return verbsOf(name).map((verb) => {
    const spec = VERBS[name]?.[verb];
    const argument = spec === undefined ? command.arguments[0] : (spec.argument ?? undefined);
    return {
      at: [name, verb],
      options: [...(spec?.options ?? command.options), ...COMMON],
      formats: spec?.formats ?? command.formats,
      next: { takes: takenBy(name, argument) },
    };
  });
}

/** Verbs of the command's own table; else the one that its name goes on with, as in `waivers lint`. */
function verbsOf(name: CommandName): string[] {
  const verbs = VERBS[name];
  if (verbs !== undefined) return Object.keys(verbs);
  return commandOf(name).words.replace(/[[\]]/g, '').split(' ').slice(1);
}

/** What arguments are, by what help calls them. */
const TAKEN: Readonly<Record<string, Takes>> = {
  ...({ PATH: 'file', PLAN: 'file', FILE: 'file', REPORT: 'file', OLD: 'file', NEW: 'file' } as const),
  ...({ PAGE: 'file', DIR: 'directory' } as const),
};

function takenBy(name: CommandName, argument: string | undefined): Takes {
  if (name === 'explain') return 'page';
  return TAKEN[argument?.replace(/[^A-Z]/g, '') ?? ''] ?? 'text';
}
