import type { OptionName } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import type { Measure } from './options.ts';

/** Our names of what the command line has an option for. */
const NAMES = {
  ...({ controls: 'control', rules: 'rule', components: 'component', ownRules: 'rules' } as const),
  ...({ benchmark: 'benchmark', profile: 'profile', waivers: 'waivers' } as const),
  ...({ baseline: 'baseline', judge: 'judge' } as const),
} as const satisfies Partial<Record<keyof Measure, OptionName>>;

/** A measure as the command line of a scan would say it, so that both mean the same. */
export function invocationOf(measure: Measure): Invocation {
  const options = new Map<OptionName, readonly string[]>();
  for (const [name, option] of Object.entries(NAMES)) {
    const value = measure[name as keyof typeof NAMES];
    if (value !== undefined && value.length > 0)
      options.set(option, typeof value === 'string' ? [value] : value);
  }
  return { command: 'scan', words: [], options };
}
