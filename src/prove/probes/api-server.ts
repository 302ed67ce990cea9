import { API_SERVER_FLAGZ } from '../../components/kube-apiserver/flagz.ts';
import type { ProbeMethod } from '../../model/observation.ts';
import { auditId } from '../audit-trail.ts';
import type { Ask } from '../session.ts';
import { dryRunProbes } from './api-server-dry-run.ts';
import { flagz } from './flagz.ts';
import { get, pprof } from './get.ts';
import { at, isObject, jsonOf, nothing, textAt } from './keep.ts';
import { samplesIn } from './metrics.ts';
import type { ComponentProbes, Got, Probe, ProbeContext, Seen } from './probe.ts';

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** What the kubelet of this node may do, in the API server's own words. */
function review(id: string, attributes: (context: ProbeContext) => object): Probe {
  return {
    id,
    method: 'SSAR',
    level: 'local',
    as: ['kubelet'],
    ask: (context) =>
      post(REVIEWS, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: attributes(context) },
      }),
    keep: (got) => {
      const status = at(jsonOf(got), 'status');
      if (got.status !== 201 || !isObject(status)) return {};
      return { allowed: status.allowed === true, reason: textAt(status, 'reason') };
    },
  };
}

/** Reads an object that is not there, under an id by which the audit log has it. What is kept, the log says. */
function audited(resource: 'secrets' | 'configmaps'): Probe {
  return {
    ...{ id: resource, method: 'AUDIT', level: 'local', as: ['user'] },
    ask: ({ audited, token }) =>
      audited
        ? {
            verb: 'GET',
            path: `/api/v1/namespaces/default/${resource}/kubetrue-${token}`,
            headers: { 'Audit-ID': auditId(token, resource) },
          }
        : 'it keeps no audit log that can be read here',
    keep: nothing,
  };
}

function post(path: string, body: object): Ask {
  return { verb: 'POST', path, body: JSON.stringify(body) };
}

const ADMISSION = 'apiserver_admission_controller_admission_duration_seconds_count{';
const DECISIONS = 'apiserver_authorization_decisions_total{';
const AUDIT = 'apiserver_audit_event_total';

/** Which admission plug-ins have seen creations, which authorizers have decided, how many audit events there were. */
function counted(got: Got): Seen {
  const samples = samplesIn(got);
  if (got.status !== 200 || samples.length === 0) return {};
  const named = (name: string) => samples.filter((one) => one.name === name);
  const admission = named('apiserver_admission_controller_admission_duration_seconds_count');
  const creating = admission.filter(({ labels, value }) => labels.operation === 'CREATE' && value > 0);
  const unique = (values: readonly (string | undefined)[]) =>
    [...new Set(values)].filter((one) => one !== undefined).sort();
  const decisions = named('apiserver_authorization_decisions_total');
  const [events] = named(AUDIT);
  return {
    plugins: unique(creating.map(({ labels }) => labels.name)),
    creations: Math.max(0, ...creating.map(({ value }) => value)),
    authorizers: unique(decisions.map(({ labels }) => labels.type)),
    ...(events === undefined ? {} : { auditEvents: events.value }),
  };
}

/** Only the names of keys, which are fingerprints of their public halves. */
function keyIds(got: Got): Seen {
  const keys = jsonOf(got).keys;
  if (got.status !== 200 || !Array.isArray(keys)) return {};
  return { kids: keys.flatMap((key) => textAt(key, 'kid') ?? []) };
}

/** Questions that the counters show: creations, decisions of authorizers, audit events. */
const COUNTED: ReadonlySet<ProbeMethod> = new Set(['WHOAMI', 'SSAR', 'AUDIT', 'DRY']);

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/staging/src/k8s.io/apiserver/pkg/server/config.go */
export const apiServerProbes: ComponentProbes = {
  component: 'kube-apiserver',
  over: 'tls',
  path: '/api',
  weakSuites: true,
  probes: [
    {
      id: 'whoami',
      method: 'WHOAMI',
      level: 'local',
      as: ['kubelet'],
      ask: () =>
        post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'SelfSubjectReview',
        }),
      keep: (got) =>
        got.status === 201 ? { user: textAt(jsonOf(got), 'status', 'userInfo', 'username') } : {},
    },
    review('delete-another-node', ({ token }) => ({
      verb: 'delete',
      resource: 'nodes',
      name: `kubetrue-${token}`,
    })),
    review('get-an-unrelated-secret', ({ token }) => ({
      ...{ verb: 'get', resource: 'secrets', namespace: 'default' },
      name: `kubetrue-${token}`,
    })),
    review('create-a-review', () => ({
      verb: 'create',
      group: 'authorization.k8s.io',
      resource: 'selfsubjectaccessreviews',
    })),
    pprof,
    flagz(API_SERVER_FLAGZ),
    get('keys', 'KEYS', '/openid/v1/jwks', keyIds),
    get('etcd', 'READY', '/readyz/etcd', nothing),
    audited('secrets'),
    audited('configmaps'),
    {
      id: 'kubelet',
      method: 'KUBELET',
      level: 'local',
      as: ['user'],
      ask: ({ node }) =>
        node === null
          ? 'the name of a node to ask for is not known'
          : { verb: 'GET', path: `/api/v1/nodes/${encodeURIComponent(node)}/proxy/healthz` },
      keep: (got) => ({ x509: /x509: /.test(got.body ?? '') }),
    },
    ...dryRunProbes,
    {
      id: 'counters',
      method: 'METRIC',
      after: COUNTED,
      level: 'local',
      as: ['user'],
      ask: () => ({ verb: 'GET', path: '/metrics', lines: [ADMISSION, DECISIONS, AUDIT] }),
      keep: counted,
    },
  ],
};
