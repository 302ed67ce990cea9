import type { BootstrapToken, TokenSecret } from '../../../model/cluster/rbac.ts';
import { type Raw, rawOf, textOf } from '../raw.ts';

/** From the metadata alone; the data is never asked for. */
export function tokenSecretOf(object: Raw): TokenSecret {
  const metadata = rawOf(object.metadata);
  const labels = rawOf(metadata.labels);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    account: textOf(rawOf(metadata.annotations)['kubernetes.io/service-account.name']) || null,
    createdAt: textOf(metadata.creationTimestamp) || null,
    lastUsed: textOf(labels['kubernetes.io/legacy-token-last-used']) || null,
    invalidSince: textOf(labels['kubernetes.io/legacy-token-invalid-since']) || null,
  };
}

/**
 * Takes three of the fields of a bootstrap token, and not its secret.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/staging/src/k8s.io/cluster-bootstrap/token/api/types.go
 */
export function bootstrapTokenOf(object: Raw): BootstrapToken {
  const data = rawOf(object.data);
  const decoded = (key: string) => Buffer.from(textOf(data[key]), 'base64').toString('utf8');
  return {
    name: textOf(rawOf(object.metadata).name),
    expiration: decoded('expiration') || null,
    usages: ['authentication', 'signing'].filter((usage) => decoded(`usage-bootstrap-${usage}`) === 'true'),
    groups: decoded('auth-extra-groups')
      .split(',')
      .map((group) => group.trim())
      .filter((group) => group !== ''),
  };
}
