import { configzIn } from '../proving/configz.ts';
import type { ProofSpec } from '../proving/context.ts';
import { reachOfPort } from '../proving/questions.ts';
import { PROXY_CONFIGZ } from './configz.ts';

/** By the names that rules give them. */
export const PROXY_PROOFS: Readonly<Record<string, ProofSpec>> = {
  'proxy-metrics-where-configured': {
    method: 'LISTEN, CFGZ',
    questions: [reachOfPort('metrics-listener'), configzIn(PROXY_CONFIGZ, 'metrics-bind-address')],
  },
};
