import { parseGoDuration } from '../../go-values.ts';
import type { ConfigNode } from './config-node.ts';

const SECOND = 1e9;
const DNS_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Why the server refuses an authorizer of the type Webhook, as the rest of a sentence; null when it does not. Whether
 * its expressions compile is not looked at.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/apiserver/validation/validation.go ValidateWebhookConfiguration
 */
export function webhookProblem(authorizer: ConfigNode): string | null {
  const webhook = authorizer.at('webhook');
  const name = authorizer.at('name').text();
  if (!DNS_NAME.test(name)) return `${JSON.stringify(name)} is no name for an authorizer`;
  if (!webhook.isSet) return `the authorizer ${name} has no webhook`;
  return (
    durationsProblem(webhook) ?? wordsProblem(webhook) ?? connectionProblem(webhook.at('connectionInfo'))
  );
}

/** A zero lifetime is taken for the default, five minutes and thirty seconds. */
function durationsProblem(webhook: ConfigNode): string | null {
  const seconds = (key: string) => (parseGoDuration(webhook.at(key).text()) ?? 0) / SECOND;
  if (seconds('timeout') <= 0 || seconds('timeout') > 30) return 'the timeout of a webhook is not within 30s';
  const negative = ['authorizedTTL', 'unauthorizedTTL'].find((key) => seconds(key) < 0);
  return negative === undefined ? null : `${negative} of a webhook is negative`;
}

const WORDS: readonly { key: string; values: readonly string[] }[] = [
  { key: 'subjectAccessReviewVersion', values: ['v1', 'v1beta1'] },
  { key: 'failurePolicy', values: ['NoOpinion', 'Deny'] },
];

function wordsProblem(webhook: ConfigNode): string | null {
  const bad = WORDS.find(({ key, values }) => !values.includes(webhook.at(key).text()));
  if (bad !== undefined) return `${bad.key} of a webhook is none of ${bad.values.join(' and ')}`;
  const version = webhook.at('matchConditionSubjectAccessReviewVersion').text();
  const conditions = webhook.at('matchConditions').items().length;
  if (version === '' ? conditions > 0 : version !== 'v1')
    return 'matchConditionSubjectAccessReviewVersion of a webhook is not v1';
  return null;
}

function connectionProblem(connection: ConfigNode): string | null {
  const type = connection.at('type').text();
  const path = connection.at('kubeConfigFile').text();
  if (type === 'InClusterConfig')
    return connection.at('kubeConfigFile').isSet
      ? 'a webhook inside the cluster has no kubeConfigFile'
      : null;
  if (type !== 'KubeConfigFile') return 'connectionInfo of a webhook has no valid type';
  return path.startsWith('/') ? null : 'kubeConfigFile of a webhook is no absolute path';
}
