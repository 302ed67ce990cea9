import type { JudgedComponent } from '../judged.ts';
import { candidateOf } from '../kubernetes/candidate.ts';
import { judgeBy } from '../kubernetes/judge-process.ts';
import { KNOWN_VERSIONS } from '../kubernetes/minors.ts';
import { compareBy } from '../proving/compare.ts';
import { PROGRAM, readControllerManager } from './in-force.ts';
import { CONTROLLER_MANAGER_PROOFS } from './proof.ts';

const judge = judgeBy((process, minor) => candidateOf(PROGRAM, minor, readControllerManager(process, minor)));

/** kube-controller-manager as evaluation sees it. */
export const judgedKubeControllerManager: JudgedComponent = {
  name: PROGRAM,
  knownVersions: KNOWN_VERSIONS,
  judge,
  compare: compareBy(judge, CONTROLLER_MANAGER_PROOFS),
};
