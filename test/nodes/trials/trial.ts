import type { Status } from '../../../src/model/finding.ts';
import type { ChangeArgv } from '../control-plane.ts';

/** One setting that is broken on a real component and mended again. */
export interface ArgvTrial {
  rule: string;
  /** What is broken. */
  what: string;
  change: ChangeArgv;
  /** The verdict while it is broken; `fail` where not given. */
  becomes?: Status;
}

/** Replaces a flag's value, or adds the flag. */
export function set(name: string, value: string): ChangeArgv {
  return (argv) => [...argv.filter((word) => !isFlag(word, name)), `--${name}=${value}`];
}

/** Adds words to what is there: the last of a repeated flag wins, lists grow. */
export function add(...words: readonly string[]): ChangeArgv {
  return (argv) => [...argv, ...words];
}

export function without(...names: readonly string[]): ChangeArgv {
  return (argv) => argv.filter((word) => !names.some((name) => isFlag(word, name)));
}

export function both(...changes: readonly ChangeArgv[]): ChangeArgv {
  return (argv, directory) => changes.reduce((words, change) => change(words, directory), argv);
}

function isFlag(word: string, name: string): boolean {
  return word === `--${name}` || word.startsWith(`--${name}=`);
}
