import { ADMISSION_PROBE, askedNamespaces } from '../components/cluster/admission/proof.ts';
import type { ClusterFacts } from '../model/cluster.ts';
import type { Observation } from '../model/observation.ts';
import { notAttempted, observe, type Question } from './observe.ts';
import { jsonOf } from './probes/keep.ts';
import { apiServerSession, type ReviewOptions, type SeenServer } from './reviews.ts';

/** PodSecurity, a webhook, a ValidatingAdmissionPolicy: not the 403 of somebody who may not create Pods. */
const REFUSAL =
  /violates PodSecurity|admission webhook .* denied the request|ValidatingAdmissionPolicy .* denied request/;

/**
 * Sends a Pod that wants the processes of its node to the namespaces of the site, each time with `dryRun=All`, and
 * records where it would have been taken. Never rejects.
 */
export async function podAdmission(
  server: SeenServer,
  facts: ClusterFacts,
  token: string,
  options: ReviewOptions,
): Promise<Observation> {
  const question: Question = {
    ...{ pid: server.pid, component: 'kube-apiserver', method: 'DRY', address: server.address, tls: null },
    ...{ verb: 'POST', path: '/api/v1/namespaces/*/pods?dryRun=All', probe: ADMISSION_PROBE, as: 'user' },
  };
  const session = await apiServerSession(server, options);
  if (typeof session === 'string') return notAttempted(question, session, options.now());
  const [refused, taken]: [string[], string[]] = [[], []];
  let last = 0;
  for (const namespace of askedNamespaces(facts)) {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?dryRun=All`;
    const { answer, body } = await session.ask({ verb: 'POST', path, body: JSON.stringify(podOf(token)) });
    // One that is lost tells as much about all others.
    if (answer.kind !== 'answered') break;
    last = answer.status;
    const { message } = jsonOf({ status: last, body });
    if (last === 201) taken.push(namespace);
    else if (typeof message === 'string' && REFUSAL.test(message)) refused.push(namespace);
  }
  session.close();
  const answer = { kind: 'answered', status: last } as const;
  return observe(question, { answer, seen: { refused, taken } }, options.now());
}

function podOf(token: string): object {
  const container = { name: 'probe', image: 'kubetrue.invalid/probe:1' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `kubetrue-${token}` },
    // Not a privileged one: where the server forbids those altogether, that says nothing about the namespace.
    spec: { hostPID: true, containers: [container], restartPolicy: 'Never' },
  };
}
