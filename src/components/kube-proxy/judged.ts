import type { JudgedComponent } from '../judged.ts';
import { candidateOf } from '../kubernetes/candidate.ts';
import { judgeBy } from '../kubernetes/judge-process.ts';
import { KNOWN_VERSIONS } from '../kubernetes/minors.ts';
import { compareBy } from '../proving/compare.ts';
import { PROGRAM } from './conventions.ts';
import { readProxy } from './in-force.ts';
import { PROXY_PROOFS } from './proof.ts';

const judge = judgeBy((process, minor) => candidateOf(PROGRAM, minor, readProxy(process, minor)));

/** kube-proxy as evaluation sees it. */
export const judgedKubeProxy: JudgedComponent = {
  name: PROGRAM,
  knownVersions: KNOWN_VERSIONS,
  judge,
  compare: compareBy(judge, PROXY_PROOFS),
};
