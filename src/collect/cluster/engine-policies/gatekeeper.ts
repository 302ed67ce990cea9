import { type Raw, rawOf, rawsOf, textOf, textsOf } from '../raw.ts';
import { isSelective, type ListedNamespace, selects } from '../reduce/selector.ts';
import { type PolicyReader, takes } from './policy.ts';

/** Where a constraint with scoped actions must refuse, so that it does at admission. */
const POINTS = ['validation.gatekeeper.sh', '*'];

/** https://github.com/open-policy-agent/gatekeeper/blob/v3.20.0/pkg/mutation/match/match_types.go */
export const gatekeeperConstraint: PolicyReader = ({ spec }) => {
  const match = rawOf(rawOf(spec).match);
  if (!denies(rawOf(spec)) || !isAboutPods(match)) return null;
  return { isAboutAllIn: (namespace) => !isConditional(match) && reaches(match, namespace) };
};

/** Without an action it denies. https://github.com/open-policy-agent/gatekeeper/blob/v3.20.0/pkg/util/enforcement_action.go */
function denies({ enforcementAction, scopedEnforcementActions }: Raw): boolean {
  const action = textOf(enforcementAction);
  if (action !== 'scoped') return action === '' || action === 'deny';
  return rawsOf(scopedEnforcementActions).some(
    (one) =>
      one.action === 'deny' &&
      rawsOf(one.enforcementPoints).some(({ name }) => POINTS.includes(textOf(name))),
  );
}

function isAboutPods({ kinds, scope }: Raw): boolean {
  const has = (list: unknown, wanted: string) => {
    const texts = textsOf(list);
    return texts.length === 0 || texts.includes('*') || texts.includes(wanted);
  };
  const listed = rawsOf(kinds);
  const fits = listed.some((one) => has(one.kinds, 'Pod') && has(one.apiGroups, ''));
  return scope !== 'Cluster' && (listed.length === 0 || fits);
}

function isConditional({ labelSelector, name, source }: Raw): boolean {
  return isSelective(labelSelector) || textOf(name) !== '' || textOf(source) === 'Generated';
}

function reaches(
  { namespaces, excludedNamespaces, namespaceSelector }: Raw,
  { fact, labels }: ListedNamespace,
): boolean {
  const among = (list: unknown) => textsOf(list).some((pattern) => takes(pattern, fact.name));
  return (
    (textsOf(namespaces).length === 0 || among(namespaces)) &&
    !among(excludedNamespaces) &&
    selects(namespaceSelector, labels)
  );
}
