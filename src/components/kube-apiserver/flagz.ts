/**
 * Flags that proofs compare with what `/flagz` prints: paths, numbers and switches. Nothing else of the answer is kept.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kube-apiserver/app/server.go
 */
export const API_SERVER_FLAGZ = [
  'audit-log-maxage',
  'audit-log-maxbackup',
  'audit-log-maxsize',
  'audit-log-path',
  'audit-policy-file',
  'profiling',
  'request-timeout',
  'service-account-extend-token-expiration',
  'service-account-lookup',
  'token-auth-file',
] as const;
