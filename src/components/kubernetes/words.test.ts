import { describe, expect, it } from 'vitest';
import type { Origin } from '../../model/origin.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { wordsOf } from './words.ts';

const at = { kind: 'process', path: '/proc/1/cmdline' } as const;

function processWith(argv: readonly string[], argvOrigins?: Origin[]) {
  const facts = { argv: { state: 'present', value: [...argv], origin: at }, argvOrigins };
  return facts as unknown as ProcessFacts;
}

describe('the words of a process', () => {
  it.each([
    ['come after its name', ['kubelet', '--a', ''], ['--a', '']],
    ["come after a hyperkube's first word", ['/hyperkube', 'kubelet', '--a'], ['--a']],
    ['come after the name of a link to one', ['/kubelet', '--a'], ['--a']],
    ['may be none', ['kubelet'], []],
  ])('%s', (_name, argv, expected) => {
    const words = wordsOf(processWith(argv));

    expect('outcome' in words ? words : words.map(({ text }) => text)).toEqual(expected);
  });

  it('are quoted as typed, or from where the program around them has them', () => {
    const file: Origin = { kind: 'file', path: '/etc/rancher/k3s/config.yaml', line: 3 };

    expect(wordsOf(processWith(['kubelet', '--a']))).toEqual([
      { text: '--a', origin: { kind: 'flag', text: '--a' } },
    ]);
    expect(wordsOf(processWith(['kubelet', '--a'], [at, file]))).toEqual([{ text: '--a', origin: file }]);
  });

  it('may be hidden', () => {
    const facts = { argv: { state: 'unreadable', at, reason: 'no permission' } } as unknown as ProcessFacts;

    expect(wordsOf(facts)).toEqual({
      outcome: 'undetermined',
      because: 'Arguments: no permission',
      origin: at,
    });
  });
});
