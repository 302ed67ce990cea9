import { expect, it } from 'vitest';
import { isServer, type Recognition } from './recognise.ts';

const RECOGNITION: Recognition = {
  names: ['kube-x', 'x'],
  table: {
    help: { kind: 'bool', default: false, shorthand: 'h' },
    once: { kind: 'bool', default: false },
    'write-to': { kind: 'string', default: null },
    old: { kind: 'string', default: null, until: 20 },
  },
  conventions: (minor) => ({ program: 'kube-x', minor, underscores: false, positional: 'refused' }),
  oneShot: ['once', 'write-to'],
};

it.each([
  ['its program', '/bin/kube-x', ['kube-x'], true],
  ['its program under another name', '/bin/kube-x', ['something'], true],
  ['its name where the program is hidden', null, ['/bin/kube-x'], true],
  ['its name over another program, with its flags', '/opt/agent', ['kube-x', '--old=1'], true],
  ['not over another program with flags of its own', '/opt/agent', ['kube-x', '--old=1', '--other'], false],
  ['not in the words of another program', '/bin/vim', ['vim', 'kube-x'], false],
  ['not as the script of an interpreter', '/bin/bash', ['/bin/bash', '/bin/kube-x', '--old=1'], false],
  ['a hyperkube with a version', '/hyperkube-v1.18', ['/hyperkube-v1.18', 'x', '--old=1'], true],
  ['not its name over another program', '/bin/y', ['kube-x'], false],
  ['a name with a version', '/bin/kube-x-1.34', ['kube-x'], true],
  ['not a name that goes on', '/bin/kube-x-exporter', ['kube-x-exporter'], false],
  ['a hyperkube by short name', '/hyperkube', ['hyperkube', 'x', '--old=1'], true],
  ['not a hyperkube of nothing', '/hyperkube', ['hyperkube'], false],
  ['not a call for help', '/bin/kube-x', ['kube-x', '--old=1', '-h'], false],
  ['not a call that ends', '/bin/kube-x', ['kube-x', '--once'], false],
  ['not one that some minor ends', '/bin/kube-x', ['kube-x', '--once', '--old=1'], false],
  ['a switch that is off', '/bin/kube-x', ['kube-x', '--once', '--once=f'], true],
  ['a text that is empty', '/bin/kube-x', ['kube-x', '--write-to='], true],
  ['not a text that is not', '/bin/kube-x', ['kube-x', '--write-to', 'false'], false],
  ['what all minors refuse', '/bin/kube-x', ['kube-x', '--nothing'], true],
])('%s', (_name, executable, argv, expected) => {
  expect(isServer({ executable, argv }, RECOGNITION)).toBe(expected);
});
