import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { listening, type Program, start } from '../program.ts';
import type { Launch } from './launch.ts';
import type { Real } from './subject.ts';

/** What a real controller manager or scheduler was seen to have in force. */
export interface Served {
  /** Its configuration, by the names of Go's fields; null when it serves none. */
  configuration: Readonly<Record<string, unknown>> | null;
  /** Whether it serves profiles; null when it serves nothing. */
  profiles: boolean | null;
  ports: ReadonlySet<string>;
}

/** What is served to anybody, so that there is no need to be somebody. */
const ALLOWED = '--authorization-always-allow-paths=/configz,/debug/pprof/';
const PATIENCE_MS = 20_000;
const STEP_MS = 50;
/** Long enough to end when it will not go on. */
const SETTLED_MS = 200;
/** It serves, or without a port has begun to look for the API server. */
const GOES_ON = /Serving securely|leaderelection|reflector/;

/** Runs the program against an API server that is not there, and asks it once it serves. */
export async function askServer(
  binary: string,
  { directory, argv }: Launch,
  port: number,
): Promise<Real<Served>> {
  const program = start(binary, directory, { argv: [ALLOWED, ...argv], env: {}, files: {} });
  try {
    await untilItGoesOn(program);
    if (program.exit() !== null) return ended(program.log());
    const ports = listening(program.pid) ?? new Set<string>();
    const address = addressIn(program.log());
    const served = address === null || !ports.has(String(port)) ? null : await questions(address, port);
    return { outcome: 'started', ports, log: program.log(), configuration: null, profiles: null, ...served };
  } finally {
    await program.kill();
  }
}

async function untilItGoesOn(program: Program): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (program.exit() === null && !GOES_ON.test(program.log())) {
    if (Date.now() > until) throw new Error(`nothing heard:\n${program.log()}`);
    await sleep(STEP_MS);
  }
  await sleep(SETTLED_MS);
}

function ended(log: string): Real<Served> {
  const because = log.split('\n').findLast((line) => /command failed|panic|rror/.test(line)) ?? log.trimEnd();
  return { outcome: /address already in use/.test(log) ? 'busy' : 'refused', because, log };
}

/** The host that it says to serve on, reachable from here. */
function addressIn(log: string): string | null {
  const host = /Serving securely on (\S+):\d+/.exec(log)?.[1];
  if (host === undefined) return null;
  return host === '[::]' || host === '0.0.0.0' ? '127.0.0.1' : host.replace(/[[\]]/g, '');
}

async function questions(host: string, port: number) {
  const [configz, profiles] = [await get(host, port, '/configz'), await get(host, port, '/debug/pprof/')];
  const [configuration = null] = Object.values(
    JSON.parse(configz.body) as Record<string, Record<string, unknown>>,
  );
  return { configuration, profiles: profiles.status === 200 };
}

function get(host: string, port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, rejectUnauthorized: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}
