import { fileURLToPath } from 'node:url';
import { cachePath, type Say } from './cache.ts';
import { built } from './go.ts';

/** Our own program for the pause image. */
export function findPause(say: Say): Promise<string> {
  return built(
    {
      moduleDirectory: fileURLToPath(new URL('pause', import.meta.url)),
      package: '.',
      ldflags: '-s -w',
      target: cachePath('programs', 'pause', 'pause'),
    },
    () => say('Building pause, once.'),
  );
}
