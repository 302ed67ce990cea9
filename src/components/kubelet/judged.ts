import type { ProcessFacts } from '../../model/snapshot.ts';
import type { JudgedComponent } from '../judged.ts';
import { judgeBy } from '../kubernetes/judge-process.ts';
import { KNOWN_VERSIONS, versionName } from '../kubernetes/minors.ts';
import { compareBy } from '../proving/compare.ts';
import type { Candidate } from '../subject.ts';
import { kubeletSetting } from './derived.ts';
import { readKubelet } from './in-force.ts';
import { KUBELET_PROOFS } from './proof.ts';

const judge = judgeBy(readOne);

export const judgedKubelet: JudgedComponent = {
  name: 'kubelet',
  knownVersions: KNOWN_VERSIONS,
  judge,
  compare: compareBy(judge, KUBELET_PROOFS),
};

function readOne(process: ProcessFacts, minor: number): Candidate {
  const version = versionName(minor);
  const reading = readKubelet(process, minor);
  switch (reading.outcome) {
    case 'refuses':
    case 'undetermined':
      return { version, ...reading };
    case 'starts':
      return {
        version,
        outcome: 'starts',
        stale: reading.stale,
        setting: (name) => kubeletSetting(reading, name),
        property: (name) => {
          throw new Error(`kubelet has no property ${name}`);
        },
        authorities: [],
      };
  }
}
