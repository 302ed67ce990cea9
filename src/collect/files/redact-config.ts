import type { Fact } from '../../model/fact.ts';
import type { ConfigEntry, FileFacts } from '../../model/snapshot.ts';
import { hidden, withoutUserInfo } from '../proc/redact.ts';

/** A configuration file's facts without the values of secret keys and without passwords in URLs. */
export function redactConfig(fact: Fact<FileFacts>, secretKeys: ReadonlySet<string>): Fact<FileFacts> {
  if (fact.state !== 'present' || fact.value.content.state !== 'present') return fact;
  const content = fact.value.content.value;
  if (content.kind !== 'config') return fact;
  const entries = content.entries.map((entry) => redactEntry(entry, secretKeys));
  return {
    ...fact,
    value: { ...fact.value, content: { ...fact.value.content, value: { ...content, entries } } },
  };
}

function redactEntry(entry: ConfigEntry, secretKeys: ReadonlySet<string>): ConfigEntry {
  const { value } = entry;
  const secret = secretKeys.has(keyOf(entry));
  if (typeof value === 'string') return { ...entry, value: secret ? hidden(value) : withoutUserInfo(value) };
  if (!Array.isArray(value)) return entry;
  const items = value.map((item) => (typeof item === 'string' ? withoutUserInfo(item) : item));
  return { ...entry, value: items };
}

/** As secret keys are written: in lower case, `*` for the number of an item. */
function keyOf({ path }: ConfigEntry): string {
  return path
    .map((part) => (/^\d+$/.test(part) ? '*' : part))
    .join('.')
    .toLowerCase();
}
