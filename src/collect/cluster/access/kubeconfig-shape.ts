import type { Shaped } from './shape.ts';

/**
 * What of a kubeconfig matters here, typed as kubectl demands.
 * https://github.com/kubernetes/client-go/blob/v0.34.1/tools/clientcmd/api/v1/types.go
 */
const EXEC = {
  apiVersion: 'string',
  command: 'string',
  args: ['string'],
  env: [{ name: 'string', value: 'string' }],
  interactiveMode: 'string',
  provideClusterInfo: 'boolean',
} as const;

const USER = {
  'client-certificate': 'string',
  'client-certificate-data': 'string',
  'client-key': 'string',
  'client-key-data': 'string',
  token: 'string',
  tokenFile: 'string',
  username: 'string',
  password: 'string',
  as: 'string',
  'as-uid': 'string',
  'as-groups': ['string'],
  'as-user-extra': { '*': ['string'] },
  'auth-provider': { name: 'string', config: { '*': 'string' } },
  exec: EXEC,
} as const;

const CLUSTER = {
  server: 'string',
  'certificate-authority': 'string',
  'certificate-authority-data': 'string',
  'insecure-skip-tls-verify': 'boolean',
  'tls-server-name': 'string',
  'proxy-url': 'string',
} as const;

export const KUBECONFIG = {
  kind: 'string',
  apiVersion: 'string',
  'current-context': 'string',
  clusters: [{ name: 'string', cluster: CLUSTER }],
  users: [{ name: 'string', user: USER }],
  contexts: [{ name: 'string', context: { cluster: 'string', user: 'string' } }],
} as const;

export type WrittenUser = Shaped<typeof USER>;
export type WrittenExec = Shaped<typeof EXEC>;
