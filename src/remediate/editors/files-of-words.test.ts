import { describe, expect, it } from 'vitest';
import { apply, refusal } from '../../../test/support/edit.ts';
import type { Operation } from '../../model/plan.ts';

type Word = (flag: string, value: string | null) => Operation;
const argument: Word = (flag, value) => ({ kind: 'args-file-flag', flag, value });
const command: Word = (flag, value) => ({ kind: 'unit-flag', flag, value });
const variable: Word = (flag, value) => ({ kind: 'environment-flag', variable: 'KUBELET_ARGS', flag, value });

type Row = [name: string, before: string, operation: Operation, after: string];

function edits(rows: readonly Row[]): void {
  it.each(rows)('%s', (_, before, operation, after) => {
    expect(apply(before, operation)).toBe(after);
    expect(apply(after, operation)).toBe(after);
  });
}

describe('a flag in a file of arguments of MicroK8s', () => {
  edits([
    ['is replaced', '# c\n--a=1\n\n--b=2\n', argument('a', '3'), '# c\n--a=3\n\n--b=2\n'],
    ['is replaced where it has quotes', '--a="1"\n', argument('a', '3'), '--a=3\n'],
    ['is appended', '--a=1\n# end\n', argument('b', '2'), '--a=1\n# end\n--b=2\n'],
    ['is appended without a last line end', '--a=1', argument('b', '2'), '--a=1\n--b=2'],
    ['is the first', '', argument('b', '2'), '--b=2\n'],
    ['bare gets its value', '--a\n--b=1\n', argument('a', 'false'), '--a=false\n--b=1\n'],
    ['is taken away', '--a=1\n--b=2\n', argument('a', null), '--b=2\n'],
    ['is there once, last', '--a=1\n--b=2\n  --a=2\n', argument('a', '3'), '--b=2\n  --a=3\n'],
    ['keeps Windows line ends', '--a=1\r\n--b=2\r\n', argument('a', '3'), '--a=3\r\n--b=2\r\n'],
    [
      'beside words that share a line',
      "--c 1\n--x='1 2'\n--a=1\n",
      argument('a', '3'),
      "--c 1\n--x='1 2'\n--a=3\n",
    ],
  ]);

  it.each<[string, string, Operation, RegExp]>([
    ['a value with a variable', '', argument('a', '$SNAP'), /characters/],
    ['a value with a space', '', argument('a', '1 2'), /characters/],
    ['a flag whose value is in the next word of its line', '--a 1\n', argument('a', '2'), /other words/],
  ])('is refused: %s', (_, text, operation, message) => {
    expect(refusal(text, operation).message).toMatch(message);
  });
});

const UNIT = `[Unit]
Description=x
[Service]
ExecStart=/usr/local/bin/kube-apiserver \\
  --a=1 \\
  --b=2
Restart=always
`;

describe('a flag in the command of a unit', () => {
  edits([
    ['is replaced', UNIT, command('a', '3'), UNIT.replace('--a=1', '--a=3')],
    [
      'gets a line of its own where the last has one',
      UNIT,
      command('c', '3'),
      UNIT.replace('--b=2', '--b=2 \\\n  --c=3'),
    ],
    ['is taken away with its line', UNIT, command('b', null), UNIT.replace(' \\\n  --b=2', '')],
    ['is taken away with its line in the middle', UNIT, command('a', null), UNIT.replace(' \\\n  --a=1', '')],
    [
      'stands behind variables',
      '[Service]\nExecStart=\nExecStart=/bin/kubelet $KUBELET_ARGS\n',
      command('a', '1'),
      '[Service]\nExecStart=\nExecStart=/bin/kubelet $KUBELET_ARGS --a=1\n',
    ],
    [
      'goes before the blanks at the end',
      '[Service]\nExecStart=/bin/k \\\n  --a=1 \\\n\n[Install]\n',
      command('b', '2'),
      '[Service]\nExecStart=/bin/k \\\n  --a=1 \\\n  --b=2 \\\n\n[Install]\n',
    ],
    [
      'keeps Windows line ends',
      '[Service]\r\nExecStart=/bin/k \\\r\n  --a=1\r\n',
      command('a', '2'),
      '[Service]\r\nExecStart=/bin/k \\\r\n  --a=2\r\n',
    ],
  ]);

  it.each<[string, string, Operation, RegExp]>([
    ['a command with quotes', "[Service]\nExecStart=/bin/k '--a=1'\n", command('a', '2'), /quotes/],
    ['several commands', '[Service]\nExecStart=/bin/k\nExecStart=/bin/l\n', command('a', '2'), /several/],
    ['no command', '[Service]\nRestart=always\n', command('a', '2'), /no ExecStart/],
    ['a command of another section', '[Other]\nExecStart=/bin/k\n', command('a', '2'), /no ExecStart/],
    ['a comment inside', '[Service]\nExecStart=/bin/k \\\n# c\n --a=1\n', command('a', '2'), /comments/],
    ['a word over two lines', '[Service]\nExecStart=/bin/k --a=\\\n1\n', command('a', '2'), /next line/],
    ['a specifier in the value', UNIT, command('a', '%i'), /%/],
    ['a variable in the value', UNIT, command('a', '$x'), /characters/],
  ])('is refused: %s', (_, text, operation, message) => {
    expect(refusal(text, operation).message).toMatch(message);
  });
});

const ENVIRONMENT = `# ansible managed
KUBELET_ADDRESS="--node-ip=10.0.0.1"
KUBELET_ARGS="--a=1 \\
--b=2 \\
  "
X=1
`;

describe('a flag in a variable over several lines', () => {
  edits([
    ['is replaced', ENVIRONMENT, variable('b', '3'), ENVIRONMENT.replace('--b=2', '--b=3')],
    [
      'is appended on a line of its own',
      ENVIRONMENT,
      variable('c', '3'),
      ENVIRONMENT.replace('--b=2', '--b=2 \\\n--c=3'),
    ],
    ['is taken away', ENVIRONMENT, variable('a', null), ENVIRONMENT.replace('--a=1 \\\n', '')],
  ]);

  it.each<[string, string, RegExp]>([
    ['a word over two lines', 'KUBELET_ARGS="--a=\\\n1"\n', /next line/],
    ['an escape', 'KUBELET_ARGS="--a=\\"1 \\\n--b"\n', /enclose|quotes/],
    ['a value that never ends', 'KUBELET_ARGS="--a=1 \\\n', /enclose/],
  ])('is refused: %s', (_, text, message) => {
    expect(refusal(text, variable('a', '2')).message).toMatch(message);
  });
});
