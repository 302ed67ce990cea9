import { configzIn } from '../proving/configz.ts';
import type { ProofSpec } from '../proving/context.ts';
import { profiler, reach } from '../proving/questions.ts';
import { SCHEDULER_CONFIGZ } from './configz.ts';

/** By the names that rules give them. */
export const SCHEDULER_PROOFS: Readonly<Record<string, ProofSpec>> = {
  'scheduler-listens-where-configured': { method: 'LISTEN', questions: [reach] },
  'scheduler-profiler': {
    method: 'PPROF, CFGZ',
    questions: [profiler, configzIn(SCHEDULER_CONFIGZ, 'profiling')],
  },
};
