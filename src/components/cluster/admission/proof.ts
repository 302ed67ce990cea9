import type { ClusterFacts } from '../../../model/cluster.ts';
import type { Proof } from '../../../model/finding.ts';
import type { Observation } from '../../../model/observation.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { conclude, notAttempted, type Witness } from '../../proving/witness.ts';
import { admissionOfPods } from './admission-of-pods.ts';

/** The proof that a rule names, and the probe that answers it. */
export const ADMISSION_PROOF = 'cluster-refuses-pods';
export const ADMISSION_PROBE = 'pod-in-the-nodes-processes';

const MOST_ASKED = 8;

/** Namespaces of the site in which a dry run is tried, those with another label first: of many, eight. */
export function askedNamespaces({ namespaces }: ClusterFacts): string[] {
  const own = namespaces.filter(({ name, phase }) => !name.startsWith('kube-') && phase !== 'Terminating');
  const byLevel = [...Map.groupBy(own, ({ podSecurity }) => podSecurity.enforce ?? '').values()];
  const first = byLevel.flatMap((group) => group.slice(0, 1));
  const rest = own.filter((one) => !first.includes(one));
  return [...first, ...rest].slice(0, MOST_ASKED).map(({ name }) => name);
}

/** Compares what labels and engines say of namespaces with what became of a Pod that asks for too much. */
export function compareAdmission(snapshot: Snapshot): Proof {
  const { cluster, observations } = snapshot;
  const answer = observations.find(({ method, probe }) => method === 'DRY' && probe === ADMISSION_PROBE);
  if (cluster?.state !== 'asked' || answer === undefined)
    return notAttempted('No Pod was sent for a dry run: that is part of --prove deep.');
  if (answer.answer.kind === 'not-attempted')
    return notAttempted(`No probe was sent: ${answer.answer.reason}.`);
  const property = admissionOfPods({ facts: cluster, snapshot, parameters: {} });
  const items = property.state === 'items' ? property.items : [];
  const witnesses = items.flatMap(({ label, attributes, unknown }) =>
    unknown === undefined ? witnessOf(label, attributes.enforced === 'yes', answer) : [],
  );
  return conclude(witnesses, { method: 'DRY', at: answer.at, needs: 'any' });
}

function witnessOf(label: string, enforced: boolean, { seen }: Observation): Witness[] {
  const namespace = label.replace(/^Namespace /, '');
  const among = (name: string) => {
    const list = seen?.[name];
    return Array.isArray(list) && list.includes(namespace);
  };
  const refused = among('refused');
  if (!refused && !among('taken')) return [];
  const said = refused ? 'was refused' : 'would have been taken';
  return [
    {
      predicted: enforced ? 'refused' : 'taken',
      observed: refused ? 'refused' : 'taken',
      sentence: `In the namespace ${namespace} a Pod with hostPID ${said}, by a dry run.`,
    },
  ];
}
