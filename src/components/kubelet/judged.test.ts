import { describe, expect, it } from 'vitest';
import { kubeletFacts } from '../../../test/support/kubelet.ts';
import { judgedKubelet } from './judged.ts';

async function versionsOf(argv: readonly string[], version: string, answered: string | null = null) {
  const facts = await kubeletFacts({ argv, version, directories: ['/d'] });
  return judgedKubelet.judge(facts, answered).candidates.map((one) => one.version);
}

describe('the versions that read a kubelet', () => {
  it.each<[string, readonly string[], string, string | null, readonly string[]]>([
    ['one that is known', [], '1.34.1', null, ['1.34']],
    ['the one that it answers', [], '1.34.1', 'v1.33.2', ['1.33']],
    ['none that lies outside', [], '1.40.0', null, []],
    [
      'those that have its flags',
      ['--config-dir=/d', '--cloud-config='],
      'unknown',
      null,
      ['1.30', '1.31', '1.32', '1.33'],
    ],
  ])('are %s', async (_name, argv, version, answered, expected) => {
    const versions = await versionsOf(argv, version, answered);

    expect(versions).toEqual(expected);
  });

  it('give settings and no property', async () => {
    const judged = judgedKubelet.judge(await kubeletFacts({ argv: ['--read-only-port=0'] }), null);

    const [candidate] = judged.candidates;

    expect(candidate?.outcome === 'starts' && candidate.setting('read-only-port').value).toBe(0);
    expect(() => candidate?.outcome === 'starts' && candidate.property('x', {})).toThrow('no property x');
  });
});
