import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { goCommand } from '../../../src/cli/demo/binary-go.ts';
import { once } from '../../../src/cli/demo/binary-once.ts';
import { run } from '../../../src/cli/demo/binary-run.ts';

export interface GoBuild {
  /** Holds a complete go.mod and go.sum, which the build may not change. */
  moduleDirectory: string;
  /** Path of the main package. */
  package: string;
  ldflags: string;
  /** Where the program goes, complete or not at all. */
  target: string;
}

/** Builds a static program unless it is there; one process of this machine at a time. `say` hears when it is built. */
export async function built(build: GoBuild, say: () => void): Promise<string> {
  const { target } = build;
  if (existsSync(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  return once(target, async () => {
    if (existsSync(target)) return target;
    say();
    await compile(build);
    return target;
  });
}

async function compile({ moduleDirectory, package: name, ldflags, target }: GoBuild): Promise<void> {
  const unfinished = `${target}.${process.pid}`;
  const argv = ['build', '-trimpath', '-buildvcs=false', '-ldflags', ldflags, '-o', unfinished, name];
  try {
    await run(await goCommand(), argv, {
      cwd: moduleDirectory,
      env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' },
    });
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
}
