import type { ProofSpec } from '../proving/context.ts';
import { flagz } from '../proving/flagz.ts';
import { anonymous, knowsKubelet, profiler, weakSuites } from '../proving/questions.ts';
import {
  externalIp,
  knownNamespaces,
  nodeLabel,
  pluginCounted,
  podAccount,
  pulledAlways,
} from './proof/admission.ts';
import { auditEntry, noEvents, someEvents } from './proof/audit.ts';
import { allowsAll, authorizerCounted, nodeReason, rbacReason } from './proof/authorizers.ts';
import { storedAs } from './proof/encryption.ts';
import { etcdKnowsCertificate, etcdVerified } from './proof/etcd.ts';
import { kubeletByTls, kubeletKnowsCertificate, kubeletVerified } from './proof/kubelets.ts';
import { insecureSocket, keyServed, portServed, signingKey } from './proof/serving.ts';
import { tokenMade } from './proof/tokens.ts';

/** A plug-in, by the counters of the server and perhaps by what a dry run is told. */
function plugin(name: string, ...more: ProofSpec['questions']): ProofSpec {
  const method = more.length === 0 ? 'METRIC' : 'METRIC, DRY';
  return { method, questions: [pluginCounted(name), ...more] };
}

/** A flag as the server itself prints it. */
function flag(name: string): ProofSpec {
  return { method: 'FLAGZ', questions: [flagz(name)] };
}

/** How the audit log is kept, where there is one. */
function kept(name: string): ProofSpec {
  return { method: 'METRIC, FLAGZ', questions: [noEvents, flagz(name)] };
}

const ENTRIES = [auditEntry('secrets'), auditEntry('configmaps')];

/** By the names that rules give them. */
export const API_SERVER_PROOFS: Readonly<Record<string, ProofSpec>> = {
  'apiserver-refuses-strangers': {
    method: 'ANON',
    questions: [anonymous('anonymous-requests', (value) => value === 'on')],
  },
  'apiserver-kubelets-know-certificate': { method: 'KUBELET', questions: [kubeletKnowsCertificate] },
  'apiserver-verifies-kubelets': { method: 'KUBELET, LEAF', questions: [kubeletVerified] },
  'apiserver-encrypts-to-kubelets': { method: 'KUBELET, PLAIN', questions: [kubeletByTls] },
  'apiserver-does-not-allow-all': {
    method: 'SSAR, METRIC',
    questions: [allowsAll, authorizerCounted('AlwaysAllow')],
  },
  'apiserver-node-authorizer': { method: 'SSAR, METRIC', questions: [nodeReason, authorizerCounted('Node')] },
  'apiserver-rbac': { method: 'SSAR, METRIC', questions: [rbacReason, authorizerCounted('RBAC')] },
  'apiserver-plugin-alwaysadmit': plugin('AlwaysAdmit'),
  'apiserver-plugin-eventratelimit': plugin('EventRateLimit'),
  'apiserver-plugin-alwayspullimages': plugin('AlwaysPullImages', pulledAlways),
  'apiserver-plugin-denyserviceexternalips': plugin('DenyServiceExternalIPs', externalIp),
  'apiserver-plugin-namespacelifecycle': plugin('NamespaceLifecycle', knownNamespaces),
  'apiserver-plugin-noderestriction': plugin('NodeRestriction', nodeLabel),
  'apiserver-plugin-serviceaccount': plugin('ServiceAccount', podAccount),
  'apiserver-plugin-podsecuritypolicy': plugin('PodSecurityPolicy'),
  'apiserver-plugin-securitycontextdeny': {
    method: 'METRIC',
    questions: ['SecurityContextDeny', 'PodSecurityPolicy', 'PodSecurity'].map(pluginCounted),
  },
  'apiserver-profiler': { method: 'PPROF, FLAGZ', questions: [profiler, flagz('profiling')] },
  'apiserver-token-file': flag('token-auth-file'),
  'apiserver-request-timeout': flag('request-timeout'),
  'apiserver-service-account-lookup': flag('service-account-lookup'),
  'apiserver-extends-tokens': {
    method: 'FLAGZ, TOKEN',
    questions: [flagz('service-account-extend-token-expiration'), tokenMade],
  },
  'apiserver-audit-log': {
    method: 'METRIC, AUDIT',
    questions: [someEvents('audit-log', (value) => value !== 'off'), ...ENTRIES],
  },
  'apiserver-audit-policy': {
    method: 'METRIC, AUDIT',
    questions: [someEvents('audit-policy', (value) => value === 'records'), ...ENTRIES],
  },
  'apiserver-audits-as-told': { method: 'METRIC, AUDIT', questions: [noEvents, ...ENTRIES] },
  'apiserver-audit-days': kept('audit-log-maxage'),
  'apiserver-audit-files': kept('audit-log-maxbackup'),
  'apiserver-audit-size': kept('audit-log-maxsize'),
  'apiserver-service-account-key': { method: 'KEYS', questions: [signingKey] },
  'apiserver-known-to-etcd': { method: 'READY, NOCERT, PLAIN', questions: [etcdKnowsCertificate] },
  'apiserver-verifies-etcd': { method: 'READY, LEAF, PLAIN', questions: [etcdVerified] },
  'apiserver-serves-configured-certificate': { method: 'LEAF', questions: [keyServed] },
  'apiserver-knows-client-ca': { method: 'WHOAMI', questions: [knowsKubelet('WHOAMI', 'whoami')] },
  'apiserver-secrets-stored': { method: 'ETCDVAL', questions: [storedAs] },
  'apiserver-refuses-weak-suites': { method: 'WEAK', questions: [weakSuites] },
  'apiserver-secure-port': { method: 'LEAF', questions: [portServed] },
  'apiserver-insecure-port': { method: 'LISTEN, PLAIN', questions: [insecureSocket] },
};
