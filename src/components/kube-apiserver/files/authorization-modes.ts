/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/authorizer/modes/modes.go */
export const AUTHORIZATION_MODES: readonly string[] = [
  'AlwaysAllow',
  'AlwaysDeny',
  'ABAC',
  'Webhook',
  'RBAC',
  'Node',
];
