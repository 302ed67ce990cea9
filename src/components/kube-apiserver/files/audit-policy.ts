import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import type { ConfigFields } from '../../kubernetes/config-fields.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import type { AuditResources, AuditRule } from '../audit/audit-match.ts';
import { PROGRAM } from '../command-line.ts';
import { type ConfigNode, rootNode } from './config-node.ts';

export interface AuditPolicy {
  rules: readonly AuditRule[];
}

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/audit/v1/types.go Policy */
export const auditPolicyFields: ConfigFields = {
  'metadata.**': 'any',
  omitStages: 'strings',
  omitManagedFields: 'boolean',
  'rules.*.level': 'string',
  'rules.*.users': 'strings',
  'rules.*.userGroups': 'strings',
  'rules.*.verbs': 'strings',
  'rules.*.namespaces': 'strings',
  'rules.*.nonResourceURLs': 'strings',
  'rules.*.resources.*.group': 'string',
  'rules.*.resources.*.resources': 'strings',
  'rules.*.resources.*.resourceNames': 'strings',
  'rules.*.omitStages': 'strings',
  'rules.*.omitManagedFields': 'boolean',
};

const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'];
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** A name of an API group: lower-case labels joined by dots. */
const GROUP = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * The audit policy as one minor reads it. Unknown and repeated keys are only warned of.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/audit/policy/reader.go, pkg/apis/audit/validation
 */
export function readAuditPolicy(opened: OpenedConfig, minor: number): AuditPolicy | Refusal {
  const read = readConfig(opened, {
    program: PROGRAM,
    kind: 'Policy',
    apiVersions: ['v1', ...(minor < 24 ? ['v1beta1', 'v1alpha1'] : [])].map((one) => `audit.k8s.io/${one}`),
    fields: auditPolicyFields,
    strict: false,
  });
  if (read.outcome === 'refuses') return read;
  const root = rootNode(opened, read);
  const rules = root.at('rules').items();
  if (rules.length === 0) return refusal(root, 'it has no rules', opened);
  const everywhere = root.at('omitStages').texts();
  for (const rule of [root, ...rules]) {
    const problem = rule === root ? stagesProblem(root) : ruleProblem(rule, minor);
    if (problem !== null) return refusal(rule, problem, opened);
  }
  return { rules: rules.map((rule) => auditRule(rule, everywhere)) };
}

function refusal(node: ConfigNode, because: string, { stale }: OpenedConfig): Refusal {
  return refuses(`${PROGRAM} refuses its audit policy: ${because}.`, node.origin, stale);
}

function ruleProblem(rule: ConfigNode, minor: number): string | null {
  const level = rule.at('level').text();
  if (!LEVELS.includes(level)) return `the rule on line ${rule.line} has no valid level`;
  const urls = rule.at('nonResourceURLs').texts();
  const resources = rule.at('resources').items();
  if (urls.length > 0 && (resources.length > 0 || rule.at('namespaces').texts().length > 0))
    return `the rule on line ${rule.line} is about resources and other paths at once`;
  const url = urls.find((one) => !isUrlPattern(one));
  if (url !== undefined) return `the rule on line ${rule.line} has the path ${JSON.stringify(url)}`;
  return stagesProblem(rule) ?? resources.map((one) => resourcesProblem(one, minor)).find(isText) ?? null;
}

function isText(value: string | null): value is string {
  return value !== null;
}

function isUrlPattern(url: string): boolean {
  return url === '*' || (url.startsWith('/') && !url.slice(0, -1).includes('*'));
}

function stagesProblem(node: ConfigNode): string | null {
  const stage = node
    .at('omitStages')
    .texts()
    .find((one) => !STAGES.includes(one));
  return stage === undefined ? null : `it leaves out the stage ${JSON.stringify(stage)}, which there is not`;
}

/** From 1.36 on `*` stands for every group. */
function resourcesProblem(node: ConfigNode, minor: number): string | null {
  const group = node.at('group').text();
  if (group !== '' && !GROUP.test(group) && !(group === '*' && minor >= 36))
    return `the group ${JSON.stringify(group)} on line ${node.line} is no name of an API group`;
  const named = node.at('resourceNames').texts().length > 0;
  return named && node.at('resources').texts().length === 0
    ? `line ${node.line} names objects without their resource`
    : null;
}

function auditRule(rule: ConfigNode, everywhere: readonly string[]): AuditRule {
  const texts = (key: string) => rule.at(key).texts();
  return {
    level: rule.at('level').text(),
    users: texts('users'),
    userGroups: texts('userGroups'),
    verbs: texts('verbs'),
    namespaces: texts('namespaces'),
    nonResourceUrls: texts('nonResourceURLs'),
    resources: rule.at('resources').items().map(auditResources),
    omitStages: [...everywhere, ...texts('omitStages')],
    line: rule.line,
  };
}

function auditResources(node: ConfigNode): AuditResources {
  return {
    group: node.at('group').text(),
    resources: node.at('resources').texts(),
    resourceNames: node.at('resourceNames').texts(),
  };
}
