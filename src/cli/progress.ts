import type { Environment, Screen } from './terminal.ts';

/** Work that ends sooner than this is not commented on. */
const PATIENCE_MS = 300;
const WIPE = '\r\x1b[K';

export interface Progress {
  /** Says what is being done now. */
  tell: (message: string) => void;
  /** Removes what was shown. */
  stop: () => void;
}

/** One line on stderr that says what takes so long, gone when it is done; nothing where nobody is watching. */
export function startProgress(
  stream: Screen & { write(text: string): boolean },
  environment: Environment,
  quiet: boolean,
): Progress {
  if (quiet || stream.isTTY !== true || environment.TERM === 'dumb')
    return { tell: () => {}, stop: () => {} };
  let message = '';
  let shown = false;
  const show = () => {
    shown = true;
    stream.write(`${WIPE}kubetrue: ${message.slice(0, Math.max(0, (stream.columns || 80) - 12))}`);
  };
  const timer = setTimeout(show, PATIENCE_MS);
  timer.unref();
  return {
    tell: (next) => {
      message = next;
      if (shown) show();
    },
    stop: () => {
      clearTimeout(timer);
      if (shown) stream.write(WIPE);
    },
  };
}
