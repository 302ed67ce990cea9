import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ControlPlane } from '../../nodes/control-plane.ts';

/** A kubeconfig for the same server as the administrator's, with another user; gives its path. */
export async function kubeconfigFor(
  { kubeconfig, directory }: Pick<ControlPlane, 'kubeconfig' | 'directory'>,
  name: string,
  user: object,
): Promise<string> {
  const config = parse(await readFile(kubeconfig, 'utf8'));
  config.users[0].user = user;
  const path = join(directory, `${name}.conf`);
  await writeFile(path, JSON.stringify(config));
  return path;
}
