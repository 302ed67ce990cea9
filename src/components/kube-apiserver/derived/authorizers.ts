import type { EffectiveSetting } from '../../effective-setting.ts';
import type { CommandLine } from '../command-line.ts';
import type { Files } from '../files/files.ts';
import { derived, fileOrigin, settled } from './derived.ts';

/** What the server asks, in this order, whether a request is allowed: `authorizers`. */
export function authorizers(line: CommandLine, { authorization }: Files): EffectiveSetting {
  const path = line.text('authorization-config') ?? '';
  if (authorization.state === 'open')
    return settled('authorizers', [], fileOrigin(path), authorization.verdict);
  if (authorization.state === 'unset') return fromFlag(line);
  const { authorizers: types, line: at } = authorization.value;
  const origin = { kind: 'file', path: authorization.path, line: at } as const;
  return derived(
    'authorizers',
    [...types],
    origin,
    `${authorization.path} has requests authorized by ${types.join(', ')}.`,
  );
}

function fromFlag(line: CommandLine): EffectiveSetting {
  const mode = authorizationMode(line);
  const modes = Array.isArray(mode.value) ? mode.value : [];
  const how = mode.origin.kind === 'default' ? 'By default' : 'By --authorization-mode';
  return {
    ...derived('authorizers', modes, mode.origin, `${how} requests are authorized by ${modes.join(', ')}.`),
    overrides: mode.overrides,
  };
}

/**
 * The flag as the server completes it: from 1.29 on its default is empty, which stands for AlwaysAllow unless
 * --authorization-config is given.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/options/authorization.go Complete
 */
export function authorizationMode(line: CommandLine): EffectiveSetting {
  const flag = line.flag('authorization-mode');
  const isEmpty = Array.isArray(flag.value) && flag.value.length === 0;
  const completes = line.minor >= 29 && line.text('authorization-config') === null;
  return isEmpty && completes ? { ...flag, value: ['AlwaysAllow'] } : flag;
}
