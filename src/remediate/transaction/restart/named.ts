import { accessSync, constants } from 'node:fs';
import { isAbsolute } from 'node:path';
import { KubetrueError } from '../../../model/errors.ts';
import { SERVICES } from './services.ts';

/** Programs that restart a service in the place of systemctl, by its name or its unit. */
export type Named = ReadonlyMap<string, string>;

/**
 * The programs that the user names.
 *
 * @param pairs `NAME=PROGRAM`, NAME a service (`kubelet`, `k3s`) or a unit (`k3s-agent.service`)
 * @param own programs of `--restart-kubelet` and its like, by service
 * @throws KubetrueError KT_USAGE when one cannot be run or there is no such service
 */
export function namedPrograms(
  pairs: readonly string[],
  own: Readonly<Record<string, string | undefined>>,
): Named {
  const named = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0));
    if (!isService(name)) throw unknown(pair);
    named.set(name, checked(`--restart ${pair}`, pair.slice(at + 1)));
  }
  for (const [name, program] of Object.entries(own))
    if (program !== undefined) named.set(name, checked(`--restart-${name} ${program}`, program));
  return named;
}

function isService(name: string): boolean {
  return Object.hasOwn(SERVICES, name) || Object.values(SERVICES).some(({ units }) => units.test(name));
}

function unknown(pair: string): KubetrueError {
  return new KubetrueError('KT_USAGE', {
    message: `--restart ${pair}: it does not name a service that fixes restart.`,
    hint: `NAME=PROGRAM, with NAME one of ${Object.keys(SERVICES).join(', ')}, or the unit of one`,
  });
}

function checked(option: string, path: string): string {
  try {
    if (!isAbsolute(path)) throw new Error('its path is not absolute');
    accessSync(path, constants.X_OK);
    return path;
  } catch (cause) {
    throw new KubetrueError(
      'KT_USAGE',
      { message: `${option}: ${(cause as Error).message}`, hint: 'Name a program by its whole path.' },
      { cause },
    );
  }
}
