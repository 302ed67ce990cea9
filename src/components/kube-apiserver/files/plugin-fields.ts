import type { ConfigFields } from '../../kubernetes/config-fields.ts';

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/admission/eventratelimit/apis/eventratelimit/v1alpha1/types.go */
export const eventRateLimitFields: ConfigFields = {
  'limits.*.type': 'string',
  'limits.*.qps': 'integer',
  'limits.*.burst': 'integer',
  'limits.*.cacheSize': 'integer',
};

/** https://github.com/kubernetes/pod-security-admission/blob/v0.34.1/admission/api/v1/types.go */
export const podSecurityFields: ConfigFields = {
  'defaults.enforce': 'string',
  'defaults.enforce-version': 'string',
  'defaults.audit': 'string',
  'defaults.audit-version': 'string',
  'defaults.warn': 'string',
  'defaults.warn-version': 'string',
  'exemptions.usernames': 'strings',
  'exemptions.namespaces': 'strings',
  'exemptions.runtimeClasses': 'strings',
};

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/plugin/pkg/admission/imagepolicy/config.go */
const imagePolicyFields: ConfigFields = {
  'imagePolicy.kubeConfigFile': 'string',
  'imagePolicy.allowTTL': 'number',
  'imagePolicy.denyTTL': 'number',
  'imagePolicy.retryBackoff': 'number',
  'imagePolicy.defaultAllow': 'boolean',
};

/** Keys of the plugins that verdicts look at; those of all others are not kept. */
export const pluginFields: ConfigFields = {
  ...eventRateLimitFields,
  ...podSecurityFields,
  ...imagePolicyFields,
};
