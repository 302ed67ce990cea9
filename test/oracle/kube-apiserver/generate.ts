import type { Arbitrary } from 'fast-check';
import { drawn, type Picker } from '../picker.ts';
import type { Draw } from './launch.ts';
import { structuredFiles } from './structured.ts';
import { GROUPS, REQUIRED, TEXTS } from './values.ts';

/** Launches of the API server. */
export function draws(): Arbitrary<Draw> {
  return drawn(draw);
}

function draw(pick: Picker): Draw {
  const structured = structuredFiles(pick);
  const args = [
    ...REQUIRED.filter(() => !pick.odd(0.03)),
    ...flags(pick),
    ...(pick.chance(0.3) ? [pick.one(GROUPS)] : []),
    ...structured.map(({ flag, path }) => named(pick, flag, path)),
    ...(structured.some(({ path }) => path.includes('admission')) ? eventRateLimit(pick) : []),
  ];
  const files = Object.assign({}, ...structured.map(({ files: own }) => own));
  return { args: [...pick.shuffle(args), ...stray(pick)], files };
}

/** Its settings count only where the plugin is enabled. */
function eventRateLimit(pick: Picker): readonly (readonly string[])[] {
  return pick.chance(0.6) ? [['--enable-admission-plugins=EventRateLimit']] : [];
}

function named(pick: Picker, flag: string, path: string): readonly string[] {
  return pick.one([[`--${flag}={dir}/${path}`], [`--${flag}`, path], [`--${flag}=./${path}`]]);
}

function flags(pick: Picker): readonly (readonly string[])[] {
  const names = pick.shuffle(Object.keys(TEXTS)).slice(0, pick.one([0, 3, 8]));
  return names.flatMap((name) => {
    const { sound, odd } = TEXTS[name] ?? { sound: [], odd: [] };
    if (sound.length === 0 && !pick.odd(0.7)) return [];
    const times = pick.chance(0.15) ? 2 : 1;
    const options = sound.length === 0 ? odd : sound;
    return Array.from({ length: times }, () => words(pick, name, pick.sound(options, odd)));
  });
}

/** `--name=value`, or the value as the next word, or with `_` in the name. */
function words(pick: Picker, name: string, value: string): readonly string[] {
  const typed = pick.chance(0.1) ? name.replaceAll('-', '_') : name;
  if (!value.startsWith('=') || value === '=' || !pick.chance(0.2) || isBoolean(value))
    return [`--${typed}${value}`];
  return [`--${typed}`, value.slice(1)];
}

function isBoolean(value: string): boolean {
  return /^=(?:true|false|[01tf])$/i.test(value);
}

const STRAY = [
  'run',
  '--no-such-flag',
  '-x',
  '--',
  '',
  '-h',
  '--version',
  '--version=v1.2.3',
  '--insecure-port=0',
];

function stray(pick: Picker): readonly (readonly string[])[] {
  return pick.odd(0.06) ? [[pick.one(STRAY)]] : [];
}
