import type { AdmissionPolicyBinding } from '../../../model/cluster/admission.ts';
import { pluginState } from '../api-servers.ts';
import { type ClusterView, count, nameOf } from '../view.ts';
import { type Certainty, least, most } from './certainty.ts';
import { ADMISSION_ENGINES, type Engine, IMAGE_ENGINES, refuses, resourcesOf } from './engines.ts';
import { isAboutNewPods } from './new-pods.ts';
import { failsClosed, type PodWebhook, podWebhooks, reaches } from './pod-webhooks.ts';

/** Something that refuses Pods which ask for too much. What its policies ask for is not read. */
export interface Mechanism {
  name: string;
  /** Whether it does in a namespace. */
  actsIn(namespace: string): Certainty;
  /** What has to be looked at where that is not known. */
  open: string;
}

/** All but Pod Security, whose levels are those of the namespaces. */
export function mechanismsIn(view: ClusterView): Mechanism[] {
  const webhooks = podWebhooks(view);
  return [
    ...ADMISSION_ENGINES.flatMap((engine) => engineMechanism(engine, webhooks, view)),
    ...unknownWebhooks(webhooks),
    ...validatingPolicies(view),
    ...podSecurityPolicies(view),
  ];
}

/** It is asked about new Pods and has policies that refuse some. */
function engineMechanism(
  engine: Engine,
  webhooks: readonly PodWebhook[],
  { facts }: ClusterView,
): Mechanism[] {
  const own = webhooks.filter(({ name }) => engine.webhooks.test(name));
  const resources = resourcesOf(facts, engine.policies);
  const refusing = refuses(resources);
  if (own.length === 0 || refusing === 'no') return [];
  const policiesIn = (namespace: string) =>
    resources.some(({ refusesIn }) => refusesIn?.includes(namespace)) ? 'yes' : 'maybe';
  return [
    {
      name: engine.name,
      actsIn: (namespace) => least(most(own.map((one) => asked(one, namespace))), policiesIn(namespace)),
      open: `whether ${engine.name} refuses Pods there (its webhook ${own.map(webhookText).join(', ')}; ${count(
        resources.reduce((sum, { count: objects }) => sum + (objects ?? 0), 0),
        'policy object',
      )})`,
    },
  ];
}

/** While it does not answer, one that fails open lets everything in. */
function asked(webhook: PodWebhook, namespace: string): Certainty {
  return least(reaches(webhook, namespace), failsClosed(webhook) ? 'yes' : 'maybe');
}

function webhookText(webhook: PodWebhook): string {
  const how = [
    ...(webhook.narrowed ? ['does not see all Pods'] : []),
    ...(failsClosed(webhook) ? [] : ['lets Pods in while it does not answer']),
  ];
  return how.length === 0 ? webhook.name : `${webhook.name} ${how.join(' and ')}`;
}

/** Webhooks that may refuse any Pod, of which it is not known what they look at. */
function unknownWebhooks(webhooks: readonly PodWebhook[]): Mechanism[] {
  const known = [...ADMISSION_ENGINES, ...IMAGE_ENGINES];
  return webhooks
    .filter((webhook) => webhook.kind === 'ValidatingWebhookConfiguration' && failsClosed(webhook))
    .filter(({ name }) => !known.some((engine) => engine.webhooks.test(name)))
    .map((webhook) => ({
      name: `webhook ${webhook.name}`,
      actsIn: (namespace) => least(reaches(webhook, namespace), 'maybe'),
      open: `what the webhook ${webhookText(webhook)} refuses`,
    }));
}

/** ValidatingAdmissionPolicies about new Pods that are bound to deny. */
function validatingPolicies({ facts, snapshot }: ClusterView): Mechanism[] {
  if (pluginState(snapshot, 'ValidatingAdmissionPolicy') === 'off') return [];
  return facts.admissionPolicies
    .filter(({ rules, validations }) => validations > 0 && rules.some(isAboutNewPods))
    .flatMap((policy) => {
      const bindings = facts.admissionPolicyBindings.filter((one) => isDenying(one, policy.name));
      if (bindings.length === 0) return [];
      const name = nameOf('ValidatingAdmissionPolicy', null, policy.name);
      const bound = (namespace: string) => most(bindings.map((one) => reaches(one, namespace)));
      return {
        name,
        actsIn: (namespace: string) => least(reaches(policy, namespace), bound(namespace)),
        open: `which Pods ${name} and its bindings leave out`,
      };
    });
}

function isDenying({ policy, actions }: AdmissionPolicyBinding, name: string): boolean {
  return policy === name && actions.includes('Deny');
}

/** Up to Kubernetes 1.24: without a plug-in that is off by default they are text. */
function podSecurityPolicies({ facts, snapshot }: ClusterView): Mechanism[] {
  const { length } = facts.podSecurityPolicies;
  const plugin = pluginState(snapshot, 'PodSecurityPolicy');
  if (plugin === 'off' || (plugin === 'unknown' && length === 0)) return [];
  return [
    {
      name: 'PodSecurityPolicy',
      actsIn: () => (plugin === 'on' ? 'yes' : 'maybe'),
      open: `whether the API server goes by PodSecurityPolicies (there are ${length})`,
    },
  ];
}
