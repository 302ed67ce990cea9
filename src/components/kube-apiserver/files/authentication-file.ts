import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import type { ConfigFields } from '../../kubernetes/config-fields.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { PROGRAM } from '../command-line.ts';
import { type ConfigNode, rootNode } from './config-node.ts';
import { jwtProblem } from './jwt-issuers.ts';

export interface AuthenticationFile {
  /** Null when the file leaves anonymous requests to the flag. */
  anonymous: { enabled: boolean; paths: readonly string[]; line: number } | null;
  /** Issuers whose tokens are taken. */
  issuers: readonly string[];
}

const MAPPINGS = ['username', 'groups', 'uid'];

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/apiserver/v1/types.go AuthenticationConfiguration */
const jwtFields: ConfigFields = {
  'jwt.*.issuer.url': 'string',
  'jwt.*.issuer.discoveryURL': 'string',
  'jwt.*.issuer.certificateAuthority': 'string',
  'jwt.*.issuer.audiences': 'strings',
  'jwt.*.issuer.audienceMatchPolicy': 'string',
  'jwt.*.claimValidationRules.*.claim': 'string',
  'jwt.*.claimValidationRules.*.requiredValue': 'string',
  'jwt.*.claimValidationRules.*.expression': 'string',
  'jwt.*.claimValidationRules.*.message': 'string',
  ...Object.fromEntries(
    MAPPINGS.flatMap((name) =>
      ['claim', 'expression'].map((key) => [`jwt.*.claimMappings.${name}.${key}`, 'string']),
    ),
  ),
  'jwt.*.claimMappings.username.prefix': 'string',
  'jwt.*.claimMappings.groups.prefix': 'string',
  'jwt.*.claimMappings.extra.*.key': 'string',
  'jwt.*.claimMappings.extra.*.valueExpression': 'string',
  'jwt.*.userValidationRules.*.expression': 'string',
  'jwt.*.userValidationRules.*.message': 'string',
};

/** Keys that came later, with their first minor. */
const LATER_FIELDS: readonly { since: number; fields: ConfigFields }[] = [
  { since: 31, fields: { 'anonymous.enabled': 'boolean', 'anonymous.conditions.*.path': 'string' } },
  { since: 34, fields: { 'jwt.*.issuer.egressSelectorType': 'string' } },
  { since: 36, fields: { 'jwt.*.issuer.tlsServerName': 'string' } },
];

export const authenticationFields: ConfigFields = fieldsAt(Infinity);

/** Values that no verdict needs: claims and expressions may name people, and certificates are long. */
export const authenticationSecrets: ReadonlySet<string> = new Set(
  Object.keys(jwtFields)
    .filter((key) => !/issuer\.(?:url|audiences)$/.test(key))
    .map((key) => key.toLowerCase()),
);

function fieldsAt(minor: number): ConfigFields {
  const later = LATER_FIELDS.filter(({ since }) => minor >= since).map(({ fields }) => fields);
  return Object.assign({}, jwtFields, ...later);
}

const VERSIONS: readonly { since: number; name: string }[] = [
  { since: 29, name: 'v1alpha1' },
  { since: 30, name: 'v1beta1' },
  { since: 34, name: 'v1' },
];

/**
 * --authentication-config as one minor reads it. Whether expressions compile is not looked at.
 *
 * @param anonymousAllowed the gate AnonymousAuthConfigurableEndpoints
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/apiserver/validation/validation.go ValidateAuthenticationConfiguration
 */
export function readAuthenticationFile(
  opened: OpenedConfig,
  minor: number,
  anonymousAllowed: boolean,
): AuthenticationFile | Refusal {
  const read = readConfig(opened, {
    program: PROGRAM,
    kind: 'AuthenticationConfiguration',
    apiVersions: VERSIONS.filter(({ since }) => minor >= since).map(
      ({ name }) => `apiserver.config.k8s.io/${name}`,
    ),
    fields: fieldsAt(minor),
    strict: true,
  });
  if (read.outcome === 'refuses') return read;
  const root = rootNode(opened, read);
  const problem = jwtProblem(root, minor) ?? anonymousProblem(root.at('anonymous'), anonymousAllowed);
  if (problem !== null)
    return refuses(
      `${PROGRAM} refuses its authentication configuration: ${problem}.`,
      root.origin,
      opened.stale,
    );
  return {
    anonymous: anonymousOf(root.at('anonymous')),
    issuers: root
      .at('jwt')
      .items()
      .map((one) => one.at('issuer').at('url').text()),
  };
}

function anonymousOf(anonymous: ConfigNode): AuthenticationFile['anonymous'] {
  if (!anonymous.isSet) return null;
  return {
    enabled: anonymous.at('enabled').isTrue(),
    paths: anonymous
      .at('conditions')
      .items()
      .map((one) => one.at('path').text()),
    line: anonymous.line,
  };
}

function anonymousProblem(anonymous: ConfigNode, allowed: boolean): string | null {
  if (!anonymous.isSet) return null;
  if (!allowed) return 'it has anonymous, and the gate AnonymousAuthConfigurableEndpoints is off';
  const conditions = anonymous.at('conditions').items().length;
  return !anonymous.at('enabled').isTrue() && conditions > 0
    ? 'it has conditions for anonymous requests and does not allow them'
    : null;
}
