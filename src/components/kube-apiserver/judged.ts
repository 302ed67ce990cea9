import type { JudgedComponent } from '../judged.ts';
import { candidateOf } from '../kubernetes/candidate.ts';
import { judgeBy } from '../kubernetes/judge-process.ts';
import { KNOWN_VERSIONS } from '../kubernetes/minors.ts';
import { compareBy } from '../proving/compare.ts';
import { PROGRAM } from './command-line.ts';
import { API_SERVER_PROOFS } from './proof.ts';
import { readApiServer } from './reading.ts';

const judge = judgeBy((process, minor) => candidateOf(PROGRAM, minor, readApiServer(process, minor)));

/** kube-apiserver as evaluation sees it. */
export const judgedKubeApiserver: JudgedComponent = {
  name: PROGRAM,
  knownVersions: KNOWN_VERSIONS,
  judge,
  compare: compareBy(judge, API_SERVER_PROOFS),
};
