import { expect, it } from 'vitest';
import { redactArguments } from './redact.ts';

it.each([
  ['--token=x', ['p', '--token=x', 'y'], ['p', '--token=(redacted)', 'y']],
  ['-token=x', ['p', '-token=x'], ['p', '-token=(redacted)']],
  ['--token x', ['p', '--token', 'x', 'y'], ['p', '--token', '(redacted)', 'y']],
  ['-token --x', ['p', '-token', '--x'], ['p', '-token', '(redacted)']],
  ['--the_token=x', ['p', '--the_token=x=y'], ['p', '--the_token=(redacted)']],
  ['a last --token', ['p', '--token'], ['p', '--token']],
  ['longer names', ['p', '--token-file=x', '--tokens'], ['p', '--token-file=x', '--tokens']],
  ['words', ['token=x', 'token=x'], ['token=x', 'token=x']],
])('redacts %s', (_name, argv, expected) => {
  const redacted = redactArguments(argv, new Set(['token', 'the-token']));

  expect(redacted).toEqual(expected);
});

it('redacts who a URL is for, of components without secret flags too', () => {
  const argv = ['p', '--etcd-servers=https://user:pass@10.0.0.1:2379'];

  const redacted = redactArguments(argv, new Set());

  expect(redacted).toEqual(['p', '--etcd-servers=https://(redacted)@10.0.0.1:2379']);
});
