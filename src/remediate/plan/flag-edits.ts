import type { Fix, Rule } from '../../model/rule.ts';

/** A flag that is to hold a value, or to go (`value` null). */
export interface FlagEdit {
  readonly flag: string;
  readonly value: string | null;
}

/** What a rule wants of the flags that a process was started with. */
export function flagEdits(rule: Rule, fix: Fix, argv: readonly string[]): readonly FlagEdit[] {
  const lists = new Set([
    ...Object.keys(fix.add ?? {}),
    ...Object.keys(fix.drop ?? {}),
    ...(fix.unset ?? []),
  ]);
  const plain = Object.entries(rule.remediation.set)
    .filter(([flag]) => !lists.has(flag))
    .map(([flag, value]) => ({ flag, value: String(value) }));
  const added = Object.entries(fix.add ?? {}).map(([flag, items]) => {
    const now = listOf(argv, flag);
    return { flag, value: [...now, ...items.filter((item) => !now.includes(item))].join(',') };
  });
  const dropped = Object.entries(fix.drop ?? {}).map(([flag, items]) => {
    const left = listOf(argv, flag).filter((item) => !items.includes(item.split('=')[0]?.trim() ?? ''));
    return { flag, value: left.length === 0 ? null : left.join(',') };
  });
  const unset = (fix.unset ?? []).map((flag) => ({ flag, value: null }));
  return [...plain, ...added, ...dropped, ...unset];
}

/** The last value of a flag among words; undefined when it is not given, empty when it is bare. */
export function lastValue(argv: readonly string[], flag: string): string | undefined {
  return valuesOf(argv, flag).at(-1);
}

function listOf(argv: readonly string[], flag: string): readonly string[] {
  return valuesOf(argv, flag)
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function valuesOf(argv: readonly string[], flag: string): readonly string[] {
  return argv.flatMap((word, index) => {
    const match = /^--?([^=]+)(?:=(.*))?$/s.exec(word);
    if (match?.[1]?.replaceAll('_', '-') !== flag) return [];
    if (match[2] !== undefined) return [match[2]];
    const next = argv[index + 1];
    return [next === undefined || next.startsWith('-') ? '' : next];
  });
}
