import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, both, set } from './trial.ts';

const SUITES = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
].join(',');

/** Records who did what, and of secrets no more than that. */
export const AUDIT_POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
    resources:
      - { group: '', resources: [secrets, configmaps, serviceaccounts/token] }
      - { group: authentication.k8s.io, resources: [tokenreviews] }
  - level: RequestResponse
    verbs: [create, update, patch, delete]
  - level: Metadata
`;

export const ADMISSION = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: EventRateLimit
    configuration:
      apiVersion: eventratelimit.admission.k8s.io/v1alpha1
      kind: Configuration
      limits: [{ type: Server, qps: 500, burst: 5000 }]
`;

export function encryption(providers: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
  - resources: [secrets]
    providers:
${providers}`;
}

export function aescbc(): string {
  return `      - aescbc: { keys: [{ name: k1, secret: ${randomBytes(32).toString('base64')} }] }\n      - identity: {}\n`;
}

/** Directory of the files that the hardened words name, below that of a control plane. */
export function hardenedDirectory(directory: string): string {
  return join(directory, 'hardened');
}

/** Holds the URL of a second etcd that speaks plain http, for whoever wants to use it. */
export function plainEtcdUrlFile(directory: string): string {
  return join(hardenedDirectory(directory), 'plain-etcd-url');
}

/** Words and files with which the API server meets every rule on it. */
export const hardenedApiServer = both(
  (argv, directory) => {
    const at = hardenedDirectory(directory);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'audit.yaml'), AUDIT_POLICY);
    writeFileSync(join(at, 'admission.yaml'), ADMISSION);
    writeFileSync(join(at, 'encryption.yaml'), encryption(aescbc()));
    return [
      ...argv,
      `--audit-policy-file=${at}/audit.yaml`,
      `--audit-log-path=${at}/audit.log`,
      `--admission-control-config-file=${at}/admission.yaml`,
      `--encryption-provider-config=${at}/encryption.yaml`,
      `--kubelet-certificate-authority=${directory}/pki/ca.crt`,
    ];
  },
  set('anonymous-auth', 'false'),
  set('profiling', 'false'),
  set('enable-admission-plugins', 'NodeRestriction,EventRateLimit,AlwaysPullImages,DenyServiceExternalIPs'),
  set('tls-cipher-suites', SUITES),
  set('service-account-extend-token-expiration', 'false'),
  add('--audit-log-maxage=30', '--audit-log-maxbackup=10', '--audit-log-maxsize=100'),
);

export const hardenedControllerManager = both(
  set('profiling', 'false'),
  set('terminated-pod-gc-threshold', '1000'),
);

export const hardenedScheduler = set('profiling', 'false');
