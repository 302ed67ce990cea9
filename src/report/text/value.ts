import type { SettingValue } from '../../model/finding.ts';
import type { Origin } from '../../model/origin.ts';
import { shorten } from './safe.ts';

const VALUE_LIMIT = 160;

/** A setting's value as a person writes it, cut in the middle where it is longer than `limit`. */
export function valueText(value: SettingValue, limit = VALUE_LIMIT): string {
  if (value === null) return 'unset';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : shorten(value.join(', '), limit);
  if (value === '') return '"" (empty)';
  return shorten(String(value), limit);
}

/** Where a value came from, in a few words. `component` names whose default it is; the value is not said twice. */
export function originText(
  origin: Origin,
  component: string,
  value: SettingValue,
  limit = VALUE_LIMIT,
): string {
  switch (origin.kind) {
    case 'flag':
      return `flag ${shorten(withoutValue(origin.text, value), limit)}`;
    case 'environment':
      return `environment ${origin.name}`;
    case 'file':
    case 'drop-in':
      return `${origin.path}:${origin.line}`;
    case 'default':
      return `default of ${component} ${origin.version}`;
    case 'program':
      return `given by ${origin.name}`;
    case 'api':
      return `Kubernetes API, ${origin.resource}`;
    case 'process':
    case 'filesystem':
      return origin.path;
    case 'probe':
      return `probe ${origin.method} of ${origin.address}`;
  }
}

function withoutValue(text: string, value: SettingValue): string {
  const [name = text, ...rest] = text.split('=');
  return rest.length > 0 && rest.join('=') === String(value) ? name : text;
}
