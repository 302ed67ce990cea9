import type { JudgedComponent } from '../judged.ts';
import { candidateOf } from '../kubernetes/candidate.ts';
import { judgeBy } from '../kubernetes/judge-process.ts';
import { KNOWN_VERSIONS } from '../kubernetes/minors.ts';
import { compareBy } from '../proving/compare.ts';
import { PROGRAM } from './conventions.ts';
import { readScheduler } from './in-force.ts';
import { SCHEDULER_PROOFS } from './proof.ts';

const judge = judgeBy((process, minor) => candidateOf(PROGRAM, minor, readScheduler(process, minor)));

/** kube-scheduler as evaluation sees it. */
export const judgedKubeScheduler: JudgedComponent = {
  name: PROGRAM,
  knownVersions: KNOWN_VERSIONS,
  judge,
  compare: compareBy(judge, SCHEDULER_PROOFS),
};
