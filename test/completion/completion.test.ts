import { describe, expect, test } from 'vitest';
import { offeredByFish, type Typed, typedIn } from './shells.ts';

/** Keys, and the words that they become. */
const TYPED: readonly Typed[] = [
  ['kubetrue sna\t', ['snapshot']],
  ['kubetrue fi\tpl\t', ['fix', 'plan']],
  ['kubetrue waivers \tw\t', ['waivers', 'lint', 'waivers.yaml']],
  ['kubetrue scan --waivers w\t', ['scan', '--waivers', 'waivers.yaml']],
  ['kubetrue scan one\t', ['scan', 'one file.json']],
  ['kubetrue scan one\\ f\t', ['scan', 'one file.json']],
  ['kubetrue scan "one f\t', ['scan', 'one file.json']],
  ["kubetrue scan --waivers='one f\t", ['scan', '--waivers=one file.json']],
  ['kubetrue scan "one file.json" --format=jun\t', ['scan', 'one file.json', '--format=junit']],
  // A name that a shell would run if it stood there as it is.
  ["kubetrue scan '$(tou\t", ['scan', '$(touch broken).yaml']],
  ['kubetrue scan -- -d\t', ['scan', '--', '-dashed.yaml']],
  ['kubetrue scan --format jun\t', ['scan', '--format', 'junit']],
  ['kubetrue scan --format=jun\t', ['scan', '--format=junit']],
  ['kubetrue rules test --format j\t', ['rules', 'test', '--format', 'json']],
  ['kubetrue scan --fail-on ne\t', ['scan', '--fail-on', 'never']],
  ['kubetrue scan --benchmark cis-kubernetes@1.5\t', ['scan', '--benchmark', 'cis-kubernetes@1.5']],
  ['kubetrue scan --benchmark=cis-ek\t', ['scan', '--benchmark=cis-eks@2.0.0']],
  ['kubetrue scan --component kube-pr\t', ['scan', '--component', 'kube-proxy']],
  ['kubetrue scan --rule etcd-peer-cl\t', ['scan', '--rule', 'etcd-peer-client-cert-auth']],
  [
    'kubetrue -q explain --benchmark cis-rk\t 4.2.14\t',
    ['-q', 'explain', '--benchmark', 'cis-rke2@1.8', '4.2.14'],
  ],
  ['kubetrue snapshot -o w\t', ['snapshot', '-o', 'waivers.yaml']],
  ['kubetrue scan --no-clu\t', ['scan', '--no-cluster']],
  // Not an option of this command.
  ['kubetrue demo --wai\t', ['demo', '--wai']],
];

/** Where shells have ways of their own: zsh puts the sign before a value, and takes the slash of a directory away again. */
const OWN = {
  bash: [
    ['kubetrue scan --wai\tw\t', ['scan', '--waivers', 'waivers.yaml']],
    ['kubetrue scan --root n\t', ['scan', '--root', 'nodes/']],
  ],
  zsh: [
    ['kubetrue scan --wai\tw\t', ['scan', '--waivers=waivers.yaml']],
    ['kubetrue scan --root n\t', ['scan', '--root', 'nodes']],
  ],
} as const satisfies Record<string, readonly Typed[]>;

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  test('completes what is typed', () => {
    const typed = [...TYPED, ...OWN[shell]];

    const calls = typedIn(
      shell,
      typed.map(([keys]) => keys),
    );

    expect(calls).toEqual(typed.map(([, words]) => words));
  });
});

test('fish offers what may follow', () => {
  const offers = offeredByFish(OFFERED.map(([line]) => line));

  const words = offers.map((one) => one.map((line) => line.split('\t')[0]));
  expect(words).toEqual(OFFERED.map(([, expected]) => expected));
});

const OFFERED: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['kubetrue sna', ['snapshot']],
  ['kubetrue fix ro', ['rollback']],
  ['kubetrue waivers ', ['lint']],
  ['kubetrue waivers lint w', ['waivers.yaml']],
  ['kubetrue scan --waivers w', ['waivers.yaml']],
  ['kubetrue scan n', ['nodes/']],
  ['kubetrue scan --root ', ['nodes/']],
  ['kubetrue scan --format jun', ['junit']],
  ['kubetrue scan --format=jun', ['--format=junit']],
  ['kubetrue rules test --format ', ['json', 'text']],
  ['kubetrue scan --fail-on ne', ['never']],
  ['kubetrue scan --benchmark cis-kubernetes@1.5', ['cis-kubernetes@1.5']],
  ['kubetrue scan --component kube-pr', ['kube-proxy']],
  ['kubetrue -q explain etcd-peer-cl', ['etcd-peer-client-cert-auth']],
  ['kubetrue snapshot -o w', ['waivers.yaml']],
  ['kubetrue fix plan --no-clu', ['--no-cluster']],
  ['kubetrue fix history --no-clu', []],
  ['kubetrue demo --wai', []],
  ['kubetrue demo ', []],
];
