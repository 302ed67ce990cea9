import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Question } from '../../ask.ts';
import { hostOf, runningOf } from '../processes.ts';
import { whyNotOk } from './ask.ts';
import { AROUND } from './inside.ts';
import { illnessOfProxy } from './kube-proxy.ts';
import { nodeCredentials } from './node-credentials.ts';
import { flagIn, urlAt } from './words.ts';

type Words = readonly string[];
/** Every one of these must be answered with 200; a text says why nothing can be asked. */
type Questions = (words: Words) => readonly Omit<Question, 'userAgent'>[] | string;

const BARE = { authority: null, serverName: null, credentials: null };

const QUESTIONS: Readonly<Record<string, Questions>> = {
  'kube-apiserver': apiServer,
  // https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/cluster/ports/ports.go
  'kube-controller-manager': (words) => [selfSigned(words, 10257)],
  'kube-scheduler': (words) => [selfSigned(words, 10259)],
  kubelet: (words) => [{ ...BARE, url: urlAt('http', ...kubeletHealth(words), '/healthz') }],
};

/**
 * Asks a component on this node how it is, with credentials that the node holds, and says what is wrong; null when it
 * says that it is well. A component that cannot be asked is not well: nobody would notice what a change does to it.
 * etcd is asked elsewhere, with its cluster.
 */
export async function illnessOf(component: string, userAgent: string): Promise<string | null> {
  if (component === 'kube-proxy') return illnessOfThisProxy(userAgent);
  const words = wordsOf(component);
  if (words === null) return `${component} does not run`;
  const questions = Object.hasOwn(QUESTIONS, component) ? QUESTIONS[component] : undefined;
  const asked = questions?.(words) ?? `${component} has no known health endpoint`;
  if (typeof asked === 'string') return asked;
  for (const question of asked) {
    const reason = await whyNotOk({ ...question, userAgent });
    if (reason !== null) return reason;
  }
  return null;
}

async function illnessOfThisProxy(userAgent: string): Promise<string | null> {
  const [running] = runningOf('kube-proxy');
  return running === undefined
    ? 'kube-proxy does not run'
    : illnessOfProxy(running.pid, running.arguments, userAgent);
}

/** The flags of a component that runs, as far as they are known; null when it does not run. */
function wordsOf(component: string): Words | null {
  const [running] = runningOf(component);
  if (running !== undefined) return running.arguments;
  const program = hostOf();
  return program === null ? null : (AROUND[program]?.words[component] ?? []);
}

/** As a client that it knows: anonymous requests may be switched off. */
function apiServer(words: Words): ReturnType<Questions> {
  const credentials = nodeCredentials();
  if (typeof credentials === 'string') return credentials;
  const { authority, ...own } = credentials;
  const address = flagIn(words, 'bind-address') ?? '0.0.0.0';
  const port = flagIn(words, 'secure-port') ?? '6443';
  return ['/livez', '/readyz'].map((path) => ({
    url: urlAt('https', address, port, path),
    authority,
    // Every API server has it in its certificate, whatever address it is reached at.
    serverName: 'kubernetes.default.svc',
    credentials: own,
  }));
}

/** Health is answered without asking who calls; the certificate is one that the server made for itself. */
function selfSigned(words: Words, port: number) {
  const address = flagIn(words, 'bind-address') ?? '0.0.0.0';
  return { ...BARE, url: urlAt('https', address, flagIn(words, 'secure-port') ?? port, '/healthz') };
}

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/: healthzBindAddress, healthzPort */
function kubeletHealth(words: Words): [address: string, port: string] {
  const file = flagIn(words, 'config');
  const config: unknown = file === null ? null : readYaml(file);
  const value = (flag: string, key: string, otherwise: string) => {
    const given: unknown =
      typeof config === 'object' && config !== null ? Reflect.get(config, key) : undefined;
    return flagIn(words, flag) ?? (given === undefined || given === null ? otherwise : String(given));
  };
  return [
    value('healthz-bind-address', 'healthzBindAddress', '127.0.0.1'),
    value('healthz-port', 'healthzPort', '10248'),
  ];
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // A kubelet that cannot read it either does not answer.
  }
}
