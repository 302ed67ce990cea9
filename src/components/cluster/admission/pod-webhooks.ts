import type { Webhook, WebhookConfiguration } from '../../../model/cluster/admission.ts';
import { pluginState } from '../api-servers.ts';
import type { ClusterView } from '../view.ts';
import type { Certainty } from './certainty.ts';
import { isAboutNewPods } from './new-pods.ts';

/** A webhook that the API server asks about new Pods. */
export interface PodWebhook extends Webhook {
  kind: WebhookConfiguration['kind'];
}

const PLUGINS = {
  ValidatingWebhookConfiguration: 'ValidatingAdmissionWebhook',
  MutatingWebhookConfiguration: 'MutatingAdmissionWebhook',
} as const;

/** Webhooks on new Pods, without those that the API servers of this node ask nothing. */
export function podWebhooks({ facts, snapshot }: ClusterView): PodWebhook[] {
  return facts.webhooks
    .filter(({ kind }) => pluginState(snapshot, PLUGINS[kind]) !== 'off')
    .flatMap(({ kind, webhooks }) => webhooks.map((webhook) => ({ ...webhook, kind })))
    .filter(({ rules }) => rules.some(isAboutNewPods));
}

/** Whether no new Pod gets in while it does not answer. */
export function failsClosed({ failurePolicy }: Webhook): boolean {
  return failurePolicy === 'Fail';
}

/** Whether a webhook, policy or binding is about every new Pod of a namespace. */
export function reaches(
  { narrowed, namespaces }: Pick<Webhook, 'narrowed' | 'namespaces'>,
  namespace: string,
): Certainty {
  if (!narrowed) return 'yes';
  if (namespaces === undefined) return 'maybe';
  return namespaces.includes(namespace) ? 'yes' : 'no';
}
