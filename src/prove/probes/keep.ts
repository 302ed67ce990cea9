import type { SettingValue } from '../../model/setting-value.ts';
import type { Got, Seen } from './probe.ts';

type Json = Readonly<Record<string, unknown>>;

/** Nothing but the status, which every observation has. */
export function nothing(): Seen {
  return {};
}

/** The answer as a JSON object; an empty one for anything else. */
export function jsonOf({ body }: Got): Json {
  try {
    const value: unknown = JSON.parse(body ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined when there is none. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** A text from an answer, cut where it gets long. */
export function textAt(value: unknown, ...keys: readonly string[]): string | null {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found.slice(0, LONGEST_TEXT) : null;
}

const LONGEST_TEXT = 200;

/**
 * The listed values of a /configz answer, by `key.key`; what is absent there stays absent. Nothing else of it is kept.
 *
 * @param group the component's own name for its configuration
 */
export function configzKeys(keys: readonly string[], ...groups: readonly string[]): (got: Got) => Seen {
  return (got) => {
    const answer = jsonOf(got);
    const group = groups.find((one) => isObject(answer[one]));
    if (got.status !== 200 || group === undefined) return {};
    const found = keys.flatMap((key) => {
      const value = scalarOrList(at(answer[group], ...key.split('.')));
      return value === undefined ? [] : [[key, value] as const];
    });
    return Object.fromEntries<SettingValue>([['answered', true], ...found]);
  };
}

function scalarOrList(value: unknown): SettingValue | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  return undefined;
}

/** Who the server takes us for, in the words of its refusal. */
export function refusedUser({ body }: Got): Seen {
  const user =
    /\bUser \\?"([^"\\]+)\\?"/.exec(body ?? '')?.[1] ?? /\(user=([^,]+),/.exec(body ?? '')?.[1] ?? null;
  return user === null ? {} : { user };
}
