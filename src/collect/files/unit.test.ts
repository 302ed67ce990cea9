import { describe, expect, it } from 'vitest';
import { decodeUnit } from './unit.ts';

const KEYS = new Set(['service.ipaddressdeny', 'unit.after']);

function decoded(text: string) {
  const content = decodeUnit(Buffer.from(text), KEYS);
  return content.kind === 'unit'
    ? content.entries.map(({ section, key, value, line }) => [section, key, value, line])
    : null;
}

describe('a unit file', () => {
  it.each<[string, string, unknown]>([
    ['gives directives with their lines', '[Unit]\nAfter=a b\n', [['Unit', 'After', 'a b', 2]]],
    ['keeps empty values', '[Service]\nIPAddressDeny=\n', [['Service', 'IPAddressDeny', '', 2]]],
    ['keeps what is asked for alone', '[Service]\nEnvironment=TOKEN=hush\nAfter=x\n', []],
    [
      'takes spaces around names and values',
      ' [Service] \n  IPAddressDeny  =  any  \n',
      [['Service', 'IPAddressDeny', 'any', 2]],
    ],
    [
      'skips comments and blank lines',
      '[Unit]\n# After=x\n; After=y\n\nAfter=z',
      [['Unit', 'After', 'z', 5]],
    ],
    [
      'goes on after a backslash',
      '[Unit]\nAfter=a\\\n  b\\\n  c\nAfter=d',
      [
        ['Unit', 'After', 'a b c', 2],
        ['Unit', 'After', 'd', 5],
      ],
    ],
    [
      'skips comments inside a continued line',
      '[Unit]\nAfter=a \\\n# no\n\n  b\n',
      [['Unit', 'After', 'a  b', 2]],
    ],
    [
      'does not go on after an escaped backslash',
      '[Unit]\nAfter=a\\\\\nAfter=b\n',
      [
        ['Unit', 'After', 'a\\\\', 2],
        ['Unit', 'After', 'b', 3],
      ],
    ],
    ['ends with a continued line', '[Unit]\nAfter=a \\', [['Unit', 'After', 'a', 2]]],
    ['has no section before the first', 'After=a\n', []],
    ['minds no case of names', '[service]\nipaddressdeny=any\n', [['service', 'ipaddressdeny', 'any', 2]]],
  ])('%s', (_name, text, entries) => {
    const seen = decoded(text);

    expect(seen).toEqual(entries);
  });
});
