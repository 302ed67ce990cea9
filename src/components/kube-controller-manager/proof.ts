import { configzIn } from '../proving/configz.ts';
import {
  answerTo,
  isWitness,
  open,
  type ProofContext,
  type ProofSpec,
  predicted,
  seenList,
  whyOpen,
} from '../proving/context.ts';
import { gate, profiler, reach } from '../proving/questions.ts';
import type { Witness } from '../proving/witness.ts';
import { CONTROLLER_MANAGER_CONFIGZ } from './configz.ts';
import { collectsPods } from './derived.ts';

const told = (setting: string) => configzIn(CONTROLLER_MANAGER_CONFIGZ, setting);

/** By the names that rules give them. */
export const CONTROLLER_MANAGER_PROOFS: Readonly<Record<string, ProofSpec>> = {
  'kcm-listens-where-configured': { method: 'LISTEN', questions: [reach] },
  'kcm-profiler': { method: 'PPROF, CFGZ', questions: [profiler, told('profiling')] },
  'kcm-terminated-pods': {
    method: 'CFGZ',
    questions: [told('terminated-pod-gc-threshold'), podsCollected],
  },
  'kcm-service-account-credentials': {
    method: 'CFGZ',
    questions: [told('use-service-account-credentials')],
  },
  'kcm-service-account-key': { method: 'CFGZ', questions: [told('service-account-private-key-file')] },
  'kcm-root-ca': { method: 'CFGZ', questions: [told('root-ca-file')] },
  'kcm-rotation-gate': { method: 'METRIC', questions: [gate('RotateKubeletServerCertificate')] },
};

/** /configz tells the controllers by their present names, whatever they were called on the command line. */
function podsCollected(context: ProofContext): Witness {
  const answer = answerTo(context, 'CFGZ', 'configz');
  const list = seenList(answer, 'Generic.Controllers');
  const ours = predicted(context, 'controllers');
  if (isWitness(ours)) return ours;
  if (answer === null || list === null) return open(whyOpen(answer, 'CFGZ'));
  const runs = (names: unknown) => (Array.isArray(names) && collectsPods(names) ? 'runs' : 'does not run');
  return {
    predicted: runs(ours.value),
    observed: runs(list),
    sentence: `/configz at ${answer.address} says that the controller that removes terminated Pods ${runs(list)}.`,
  };
}
