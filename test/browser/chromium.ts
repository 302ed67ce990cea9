import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Without these the browser looks for its maker's hosts at every start. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];

/** A browser without a window. Root must do without its sandbox. */
export function launch(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  const args = [...QUIET, '--disable-gpu', ...(isRoot ? ['--no-sandbox'] : [])];
  return chromium.launch({ executablePath: program(), args });
}

function program(): string {
  const asked = process.env.CHROMIUM;
  const found = asked ?? PLACES.find((path) => existsSync(path));
  if (found !== undefined && existsSync(found)) return found;
  throw new Error(
    `no browser at ${asked ?? PLACES.join(' or ')}. Install one (Debian: apt-get install --no-install-recommends chromium) ` +
      'or say where it is: CHROMIUM=/path/to/chromium npm run test:browser',
  );
}
