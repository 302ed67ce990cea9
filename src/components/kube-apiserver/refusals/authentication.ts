import type { Refusal } from '../../kubernetes/reading.ts';
import { type Check, type FileCheck, refuseFlag, type StartUp } from './start-up.ts';

const OIDC_FLAGS = [
  'oidc-issuer-url',
  'oidc-client-id',
  'oidc-ca-file',
  'oidc-username-claim',
  'oidc-username-prefix',
  'oidc-groups-claim',
  'oidc-groups-prefix',
  'oidc-signing-algs',
  'oidc-required-claim',
];

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubeapiserver/options/authentication.go Validate */
export const authenticationChecks: readonly Check[] = [
  authenticationConfigGate,
  oidc,
  serviceAccountFlags,
  issuers,
  signingEndpoint,
  jwksUri,
  requestHeaders,
];

function authenticationConfigGate(start: StartUp): Refusal | null {
  const { line } = start;
  const flag = 'authentication-config';
  if (line.text(flag) === null || line.gate('StructuredAuthenticationConfiguration')) return null;
  return refuseFlag(start, flag, `--${flag} needs the feature gate StructuredAuthenticationConfiguration`);
}

function oidc(start: StartUp): Refusal | null {
  const { line } = start;
  const given = OIDC_FLAGS.find((name) => line.isGiven(name));
  const [issuer, client] = [line.text('oidc-issuer-url'), line.text('oidc-client-id')];
  if (given === undefined) return null;
  if (line.text('authentication-config') !== null)
    return refuseFlag(start, given, `--${given} beside --authentication-config`);
  const incomplete =
    line.minor < 29 ? (issuer === null) !== (client === null) : issuer === null || client === null;
  return incomplete
    ? refuseFlag(start, given, '--oidc-issuer-url and --oidc-client-id must both be set')
    : null;
}

/** From 1.20 on tokens are always issued, so that an issuer and keys are required. */
function serviceAccountFlags(start: StartUp): Refusal | null {
  const { line } = start;
  const [issuer] = issuersOf(start);
  const signer =
    line.text('service-account-signing-key-file') ?? line.text('service-account-signing-endpoint');
  const attempted = signer !== null || issuer !== undefined || line.list('api-audiences').length > 0;
  const required = line.minor >= 20 || line.gate('BoundServiceAccountTokenVolume');
  if (required && issuer === undefined)
    return refuseFlag(start, 'service-account-issuer', '--service-account-issuer is required');
  if (required && !hasVerifyingKeys(start))
    return refuseFlag(start, 'service-account-key-file', '--service-account-key-file is required');
  if ((required || attempted) && (signer === null || issuer === undefined))
    return refuseFlag(
      start,
      'service-account-signing-key-file',
      '--service-account-signing-key-file and --service-account-issuer belong together',
    );
  return null;
}

function hasVerifyingKeys({ line }: StartUp): boolean {
  return (
    line.list('service-account-key-file').length > 0 || line.text('service-account-signing-endpoint') !== null
  );
}

/** One text up to 1.21, several since. */
function issuersOf({ line }: StartUp): readonly string[] {
  const single = line.text('service-account-issuer');
  return single === null ? line.list('service-account-issuer') : [single];
}

function issuers(start: StartUp): Refusal | null {
  const all = issuersOf(start);
  const flag = 'service-account-issuer';
  if (all.includes('')) return refuseFlag(start, flag, `--${flag} is empty`);
  return new Set(all).size < all.length
    ? refuseFlag(start, flag, `--${flag} is given twice with one value`)
    : null;
}

/** https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controlplane/apiserver/options/validation.go */
function signingEndpoint(start: StartUp): Refusal | null {
  const { line } = start;
  const flag = 'service-account-signing-endpoint';
  if (line.text(flag) === null) return null;
  if (
    line.text('service-account-signing-key-file') !== null ||
    line.list('service-account-key-file').length > 0
  )
    return refuseFlag(start, flag, `--${flag} beside key files for service accounts`);
  return line.gate('ExternalServiceAccountTokenSigner')
    ? null
    : refuseFlag(start, flag, `--${flag} needs the feature gate ExternalServiceAccountTokenSigner`);
}

/** From 1.21 on whatever the feature gates say. */
function jwksUri(start: StartUp): Refusal | null {
  const flag = 'service-account-jwks-uri';
  const uri = start.line.text(flag);
  if (uri === null || start.line.minor < 21 || /^https:/i.test(uri)) return null;
  return refuseFlag(start, flag, `--${flag} is no https URL`);
}

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/authentication.go Validate */
function requestHeaders(start: StartUp): Refusal | null {
  if (start.line.minor < 24) return null;
  const flags = [
    'username-headers',
    'group-headers',
    'extra-headers-prefix',
    'allowed-names',
    'uid-headers',
  ].map((name) => `requestheader-${name}`);
  const blank = flags.find((name) => start.line.list(name).some((item) => item.trim() === ''));
  if (blank !== undefined) return refuseFlag(start, blank, `--${blank} has an empty item`);
  const uids = start.line.list('requestheader-uid-headers');
  return uids.length > 0 && !uids.some((name) => name.toLowerCase() === 'x-remote-uid')
    ? refuseFlag(start, 'requestheader-uid-headers', '--requestheader-uid-headers lacks X-Remote-Uid')
    : null;
}

export const authenticationFileChecks: readonly FileCheck[] = [anonymousTwice, ownIssuer];

function anonymousTwice({ line, files, process }: Parameters<FileCheck>[0]): Refusal | null {
  const { authentication } = files;
  if (authentication.state !== 'read' || authentication.value.anonymous === null) return null;
  if (!line.isGiven('anonymous-auth')) return null;
  return refuseFlag(
    { line, process },
    'anonymous-auth',
    `--anonymous-auth beside anonymous in ${authentication.path}`,
  );
}

/**
 * From 1.30 on an issuer of its own tokens may not be one whose tokens it takes from elsewhere.
 * https://github.com/kubernetes/kubernetes/blob/v1.30.0/pkg/kubeapiserver/authenticator/config.go DisallowedIssuers
 */
function ownIssuer({ line, files: { authentication }, process }: Parameters<FileCheck>[0]): Refusal | null {
  const byFlag = line.text('oidc-issuer-url');
  const others = authentication.state === 'read' ? authentication.value.issuers : [byFlag];
  const own = issuersOf({ line, process }).find((issuer) => others.includes(issuer));
  if (line.minor < 30 || own === undefined) return null;
  return refuseFlag(
    { line, process },
    'service-account-issuer',
    `${own} is also the issuer of foreign tokens`,
  );
}
