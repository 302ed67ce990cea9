import { describe, expect, it } from 'vitest';
import type { FlagTable } from './flag-table.ts';
import { flagSetting, flagSettings } from './flag-values.ts';
import { type Conventions, parsePflags } from './pflag.ts';

const TABLE: FlagTable = {
  'anonymous-auth': { kind: 'bool', default: true },
  'bind-address': { kind: 'ip', default: '0.0.0.0' },
  'feature-gates': { kind: 'versionedGates', default: [] },
  help: { kind: 'bool', default: false, shorthand: 'h' },
  'insecure-port': { kind: 'int', default: 8080, until: 23 },
  'key-file': { kind: 'stringArray', default: [] },
  'metrics-bind-address': { kind: 'ipPort', default: '127.0.0.1:10249' },
  'log-buffer': { kind: 'quantity', default: '0' },
  'metric-labels': { kind: 'stringToString', default: [] },
  'min-version': { kind: 'string', default: null },
  'old-name': { kind: 'string', default: null, sameAs: 'min-version' },
  port: { kind: 'int', default: 10251 },
  suites: { kind: 'stringSlice', default: ['A'], defaults: [{ since: 30, value: ['B'] }] },
  timeout: { kind: 'duration', default: '1m0s' },
  v: { kind: 'level', default: 0, shorthand: 'v' },
  version: { kind: 'version', default: false },
};

const EMPTIED = '--metrics-bind-address=';
const METRICS = '--metrics-bind-address=::1';

const CONVENTIONS: Conventions = { program: 'kube-x', minor: 34, underscores: true, positional: 'refused' };

function parse(words: readonly string[], changes: Partial<Conventions> = {}) {
  const sourced = words.map((text) => ({ text, origin: { kind: 'flag', text } as const }));
  return parsePflags(sourced, TABLE, { ...CONVENTIONS, ...changes });
}

function setting(name: string, words: readonly string[], minor = 34) {
  const parsed = parse(words, { minor });
  if (parsed.outcome !== 'parsed') return parsed;
  return flagSetting(flagSettings(parsed.occurrences, TABLE, minor), TABLE, name, minor);
}

describe('a flag takes its value', () => {
  it.each([
    ['bare boolean', 'anonymous-auth', ['--anonymous-auth'], true],
    ['boolean 0', 'anonymous-auth', ['--anonymous-auth=0'], false],
    ['boolean F', 'anonymous-auth', ['--anonymous-auth=F'], false],
    ['last of two', 'anonymous-auth', ['--anonymous-auth=f', '--anonymous-auth=T'], true],
    ['next word', 'min-version', ['--min-version', 'x'], 'x'],
    ['next word that looks like a flag', 'min-version', ['--min-version', '--port=1'], '--port=1'],
    ['after an equals sign', 'min-version', ['--min-version=a=b'], 'a=b'],
    ['underscores', 'min-version', ['--min_version=a'], 'a'],
    ['empty text', 'min-version', ['--min-version='], null],
    ['by its other name', 'min-version', ['--old-name=a'], 'a'],
    ['hexadecimal', 'port', ['--port=0x10'], 16],
    ['octal', 'port', ['--port=010'], 8],
    ['duration', 'timeout', ['--timeout=0h5m'], '0h5m'],
    ['address with spaces', 'bind-address', ['--bind-address= ::1 '], '::1'],
    ['empty address', 'bind-address', ['--bind-address=127.0.0.1', '--bind-address='], '127.0.0.1'],
    ['empty address and port', 'metrics-bind-address', ['--metrics-bind-address='], '127.0.0.1:10249'],
    ['letter with value', 'v', ['-v2'], 2],
    ['letter with equals sign', 'v', ['-v=2'], 2],
    ['letter with the next word', 'v', ['-v', '2'], 2],
    ['default', 'timeout', [], '1m0s'],
  ])('%s', (_name, name, words, expected) => {
    expect(setting(name, words)).toMatchObject({ value: expected });
  });
});

describe('lists and maps', () => {
  it.each([
    ['the first replaces the default', 'suites', ['--suites=X,Y'], ['X', 'Y']],
    ['later ones are appended', 'suites', ['--suites=X', '--suites', 'Y'], ['X', 'Y']],
    ['empty is the empty list', 'suites', ['--suites='], []],
    ['nothing is trimmed', 'suites', ['--suites=X, Y'], ['X', ' Y']],
    ['quotes hold a comma', 'suites', ['--suites="X,Y",Z'], ['X,Y', 'Z']],
    ['arrays do not split', 'key-file', ['--key-file=a,b', '--key-file=c'], ['a,b', 'c']],
    [
      'gates merge by name',
      'feature-gates',
      ['--feature-gates=A=1,B=f', '--feature-gates= A = false '],
      ['A=false', 'B=false'],
    ],
    ['pairs with commas', 'metric-labels', ['--metric-labels="a,b=c",d=e'], ['a,b=c', 'd=e']],
    ['one pair keeps its commas', 'metric-labels', ['--metric-labels=a,b=c'], ['a,b=c']],
    ['gates of kube', 'feature-gates', ['--feature-gates=kube:A=true'], ['A=true']],
  ])('%s', (_name, name, words, expected) => {
    expect(setting(name, words)).toMatchObject({ value: expected });
  });

  it.each([
    [29, ['A']],
    [30, ['B']],
  ])('default of 1.%i', (minor, expected) => {
    expect(setting('suites', [], minor)).toMatchObject({
      value: expected,
      origin: { version: `1.${minor}` },
    });
  });
});

describe('arguments are refused', () => {
  it.each([
    ['an unknown flag', ['--nothing=1'], 'it has no flag --nothing'],
    ['a flag of an older minor', ['--insecure-port=0'], 'it has no flag --insecure-port'],
    ['one dash', ['-port=1'], 'it has no option -p'],
    ['no boolean', ['--anonymous-auth=yes'], '"yes" of --anonymous-auth is no boolean'],
    ['an empty boolean', ['--anonymous-auth='], '"" of --anonymous-auth is no boolean'],
    ['an empty number', ['--port='], '"" of --port is no integer of 64 bits'],
    ['a duration without unit', ['--timeout=5'], '"5" of --timeout is no duration'],
    ['no value', ['--port'], '"--port" needs a value'],
    ['a word', ['--anonymous-auth', 'false'], 'refuses the argument "false"'],
    ['a word before flags', ['x', '--port=1'], 'refuses the argument "x"'],
    ['a word after two dashes', ['--', '--port=1'], 'refuses the argument "--port=1"'],
    ['an empty word', [''], 'refuses the argument ""'],
    ['two addresses', ['--bind-address=1.2.3.4,::1'], 'is no IP address'],
    ['a half quoted list', ['--suites="X'], 'is no comma-separated list'],
    ['a gate that is no boolean', ['--feature-gates=A=on'], 'is no list of name=boolean'],
    ['a value after it was emptied', [EMPTIED, METRICS], 'after it was emptied'],
    ['an empty map', ['--metric-labels='], 'is no list of name=value'],
    ['no quantity', ['--log-buffer=5X'], 'is no quantity'],
    ['three dashes', ['---port=1'], '"---port=1" is no flag'],
  ])('%s', (_name, words, because) => {
    expect(parse(words)).toMatchObject({
      outcome: 'refuses',
      because: expect.stringContaining(because),
    });
  });

  it.each([
    ['two dashes at the end', ['--port=1', '--'], {}],
    ['an empty word where those are allowed', [''], { positional: 'empty-allowed' }],
    ['a word where those are ignored', ['x', '--port=1'], { positional: 'ignored' }],
    ['a flag of its minor', ['--insecure-port=0'], { minor: 23 }],
    ['a value after it was emptied, before 1.23', [EMPTIED, METRICS], { minor: 22 }],
    ['a leading zero before 1.23', ['--bind-address=127.0.0.01'], { minor: 22 }],
  ] as const)('but not %s', (_name, words, changes) => {
    expect(parse(words, changes)).toMatchObject({ outcome: 'parsed' });
  });

  it.each([
    ['underscores where they are letters', ['--min_version=a'], { underscores: false }],
    ['a leading zero from 1.23 on', ['--bind-address=127.0.0.01'], { minor: 23 }],
    ['an empty address before 1.34', ['--bind-address='], { minor: 33 }],
  ] as const)('and %s', (_name, words, changes) => {
    expect(parse(words, changes)).toMatchObject({ outcome: 'refuses' });
  });
});

describe('what only prints', () => {
  it.each([
    ['help', ['--help'], 'prints'],
    ['help by letter', ['-h'], 'prints'],
    ['help before a word', ['--help', 'x'], 'prints'],
    ['version', ['--version'], 'prints'],
    ['version raw', ['--version=raw'], 'prints'],
    ['version taken back', ['--version', '--version=false'], 'parsed'],
    ['a version to report', ['--version=v1.34.0-x'], 'parsed'],
    ['a version of another minor', ['--version=v1.33.0'], 'refuses'],
    ['a bad flag first', ['--nothing', '--help'], 'refuses'],
    ['a word beside version', ['--version', 'x'], 'refuses'],
  ])('%s', (_name, words, outcome) => {
    expect(parse(words).outcome).toBe(outcome);
  });
});

it('keeps what lost, with both words of a flag', () => {
  expect(setting('min-version', ['--min-version', 'a', '--min-version=b'])).toMatchObject({
    origin: { text: '--min-version=b' },
    overrides: [{ value: 'a', origin: { text: '--min-version a' } }],
  });
});
