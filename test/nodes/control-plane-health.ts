import { request } from 'node:https';
import { untilServing } from '../../src/cli/demo/cluster.ts';
import type { ControlPlaneComponent } from './control-plane-files.ts';
import { type Running, tail } from './process.ts';
import { until } from './until.ts';

/** Alone on a quiet machine the API server takes 3 seconds. */
const HEALTHY_MS = 90_000;

/** Runs kubectl as the super administrator; gives what it prints, throws its last line when it fails. */
export type Kubectl = (...argv: string[]) => Promise<string>;

/** Returns when a component says that it is healthy; throws with the end of its log when it ends or takes too long. */
export async function untilHealthy(
  name: ControlPlaneComponent,
  { process, url }: { process: Running; url: string },
  kubectl: Kubectl,
): Promise<void> {
  if (name === 'etcd') return untilServing(process);
  let ended = false;
  const end = () => {
    ended = true;
  };
  process.exited.then(end, end);
  const log = () => tail(process.log());
  const ask = async () => {
    if (ended) throw new Error(`${name} ended instead of serving:\n${log()}`);
    const healthy = name === 'kube-apiserver' ? apiIsReady(kubectl) : answersHealthy(url);
    return (await healthy) || null;
  };
  await until(`${name} is healthy`, HEALTHY_MS, ask, log);
}

/** As a client with a certificate: a test may have switched anonymous requests off. */
function apiIsReady(kubectl: Kubectl): Promise<boolean> {
  return kubectl('get', '--raw=/readyz', '--request-timeout=2s').then(
    () => true,
    () => false,
  );
}

/** Health is answered without asking who calls (--authorization-always-allow-paths); the certificate is self-signed. */
function answersHealthy(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(`${url}/healthz`, { rejectUnauthorized: false, timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.on('timeout', () => asked.destroy());
    asked.end();
  });
}
