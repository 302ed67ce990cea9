import { randomBytes } from 'node:crypto';

const LOGS = '/var/log/kubernetes';
export const ENCRYPTION_FILE = '/etc/kubernetes/enc/encryption.yaml';
export const API_SERVER_MOUNTS = [LOGS, '/etc/kubernetes/enc'] as const;

/** Each reads well. Without a policy nothing is logged, and the file of the last one encrypts nothing. */
export const API_SERVER_FLAGS = [
  `--audit-log-path=${LOGS}/audit.log`,
  '--audit-log-maxage=30',
  '--audit-log-maxbackup=10',
  '--audit-log-maxsize=100',
  `--encryption-provider-config=${ENCRYPTION_FILE}`,
] as const;

/** How every rollout of encryption begins: all is stored as it is, and a good key waits to be used. */
export function encryptionFile(): string {
  return `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - identity: {}
  - secretbox:
      keys:
      - name: key1
        secret: ${randomBytes(32).toString('base64')}
`;
}
