import type { JudgedComponent } from '../judged.ts';
import { judgedOnce } from '../judged-once.ts';
import { type Candidate, newestStarting } from '../subject.ts';
import { etcdInForce, likeliestConfiguration } from './in-force.ts';
import { compareWithProbes } from './proof.ts';
import { candidateOf } from './subject.ts';
import { KNOWN_MINORS } from './version.ts';

/** etcd as evaluation sees it. */
export const judgedEtcd = judgedOnce({
  name: 'etcd',
  knownVersions: `${KNOWN_MINORS[0]} to ${KNOWN_MINORS.at(-1)}`,
  judge: (process, answered) => {
    const inForce = etcdInForce(process, answered);
    const candidates = inForce.readings.map(({ version, reading }) => candidateOf(process, version, reading));
    return { version: inForce.version, candidates, name: memberName(candidates) };
  },
  outOfScope: proxyReason,
  compare: (proof, process, observations, { unasked }) => {
    const configuration = likeliestConfiguration(etcdInForce(process, answeredVersion(observations)));
    return compareWithProbes(proof, process, configuration, observations, unasked);
  },
});

function memberName(candidates: readonly Candidate[]): string | null {
  const name = newestStarting(candidates)?.setting('name').value;
  return typeof name === 'string' ? name : null;
}

/** The server's own answer, where a probe brought one. */
function answeredVersion(
  observations: Parameters<NonNullable<JudgedComponent['compare']>>[2],
): string | null {
  return observations.find((one) => one.version !== null)?.version ?? null;
}

/** Up to 3.5 etcd can be told, by a variable or its file too, to serve as the old v2 proxy and hold no data. */
function proxyReason(candidate: Candidate): string | null {
  if (candidate.outcome !== 'starts') return null;
  const { value } = candidate.setting('proxy');
  if (value !== 'on' && value !== 'readonly') return null;
  return `It runs as a proxy (proxy = ${value}) and is no member of a cluster.`;
}
