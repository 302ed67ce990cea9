import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import type { ConfigFields } from '../../kubernetes/config-fields.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { PROGRAM } from '../command-line.ts';
import { AUTHORIZATION_MODES } from './authorization-modes.ts';
import { webhookProblem } from './authorization-webhook.ts';
import { type ConfigNode, rootNode } from './config-node.ts';

export interface AuthorizationFile {
  /** Types in the order in which they are asked. */
  authorizers: readonly string[];
  line: number;
}

const WEBHOOK = 'authorizers.*.webhook';

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/apiserver/v1/types.go AuthorizationConfiguration */
export const authorizationFields: ConfigFields = {
  'authorizers.*.type': 'string',
  'authorizers.*.name': 'string',
  [`${WEBHOOK}.authorizedTTL`]: 'duration',
  [`${WEBHOOK}.unauthorizedTTL`]: 'duration',
  [`${WEBHOOK}.timeout`]: 'duration',
  [`${WEBHOOK}.subjectAccessReviewVersion`]: 'string',
  [`${WEBHOOK}.matchConditionSubjectAccessReviewVersion`]: 'string',
  [`${WEBHOOK}.failurePolicy`]: 'string',
  [`${WEBHOOK}.connectionInfo.type`]: 'string',
  [`${WEBHOOK}.connectionInfo.kubeConfigFile`]: 'string',
  [`${WEBHOOK}.matchConditions.*.expression`]: 'string',
};

/** Keys that came with 1.34. */
const NEWER_FIELDS: ConfigFields = {
  [`${WEBHOOK}.cacheAuthorizedRequests`]: 'boolean',
  [`${WEBHOOK}.cacheUnauthorizedRequests`]: 'boolean',
};

export const allAuthorizationFields: ConfigFields = { ...authorizationFields, ...NEWER_FIELDS };

const VERSIONS: readonly { since: number; name: string }[] = [
  { since: 29, name: 'v1alpha1' },
  { since: 30, name: 'v1beta1' },
  { since: 32, name: 'v1' },
];

/**
 * The authorizers of --authorization-config.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/authorizer/config.go LoadAndValidateData
 */
export function readAuthorizationFile(opened: OpenedConfig, minor: number): AuthorizationFile | Refusal {
  const read = readConfig(opened, {
    program: PROGRAM,
    kind: 'AuthorizationConfiguration',
    apiVersions: VERSIONS.filter(({ since }) => minor >= since).map(
      ({ name }) => `apiserver.config.k8s.io/${name}`,
    ),
    fields: minor >= 34 ? allAuthorizationFields : authorizationFields,
    strict: true,
  });
  if (read.outcome === 'refuses') return read;
  const root = rootNode(opened, read);
  const authorizers = root.at('authorizers').items();
  if (authorizers.length === 0) return refusal(root, 'it has no authorizers', opened);
  for (const [index, one] of authorizers.entries()) {
    const problem = problemOf(one, authorizers.slice(0, index));
    if (problem !== null) return refusal(one, problem, opened);
  }
  return {
    authorizers: authorizers.map((one) => one.at('type').text()),
    line: root.at('authorizers').line,
  };
}

function refusal(node: ConfigNode, because: string, { stale }: OpenedConfig): Refusal {
  return refuses(`${PROGRAM} refuses its authorization configuration: ${because}.`, node.origin, stale);
}

function problemOf(authorizer: ConfigNode, earlier: readonly ConfigNode[]): string | null {
  const type = authorizer.at('type').text();
  const name = authorizer.at('name').text();
  if (!AUTHORIZATION_MODES.includes(type)) return `it does not know the type ${JSON.stringify(type)}`;
  if (type !== 'Webhook' && earlier.some((one) => one.at('type').text() === type))
    return `the type ${type} stands there twice`;
  if (earlier.some((one) => one.at('name').text() === name)) return `the name ${name} stands there twice`;
  if (type === 'Webhook') return name === '' ? 'a webhook has no name' : webhookProblem(authorizer);
  if (name !== type.toLowerCase()) return `the authorizer ${type} must be named ${type.toLowerCase()}`;
  return authorizer.at('webhook').isSet ? `only a webhook has settings of one, not ${type}` : null;
}
