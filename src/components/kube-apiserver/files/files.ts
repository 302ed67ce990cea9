import type { ProcessFacts } from '../../../model/snapshot.ts';
import type { Refusal } from '../../kubernetes/reading.ts';
import type { CommandLine } from '../command-line.ts';
import { type AdmissionFile, pluginSettings, readAdmission } from './admission-file.ts';
import { type AuditPolicy, readAuditPolicy } from './audit-policy.ts';
import { type AuthenticationFile, readAuthenticationFile } from './authentication-file.ts';
import { type AuthorizationFile, readAuthorizationFile } from './authorization-file.ts';
import { type EncryptionFile, readEncryptionFile } from './encryption-file.ts';
import { type EventRateLimit, readEventRateLimit } from './event-rate-limit.ts';
import { type ImagePolicy, readImagePolicy } from './image-policy.ts';
import { type PodSecurityFile, readPodSecurityFile } from './pod-security-file.ts';
import { readStructured, type Structured } from './structured-file.ts';

/** The files that flags name, as far as verdicts need them. */
export interface Files {
  authentication: Structured<AuthenticationFile>;
  authorization: Structured<AuthorizationFile>;
  admission: Structured<AdmissionFile>;
  eventRateLimit: Structured<EventRateLimit>;
  podSecurity: Structured<PodSecurityFile>;
  imagePolicy: Structured<ImagePolicy>;
  encryption: Structured<EncryptionFile>;
  audit: Structured<AuditPolicy>;
}

/** @param plugins admission plugins in force: the settings of others are not read */
export function readFiles(
  process: ProcessFacts,
  line: CommandLine,
  plugins: readonly string[],
): Files | Refusal {
  const admission = readAdmission(process, line);
  if ('outcome' in admission) return admission;
  const read = {
    authentication: authenticationFile(process, line),
    authorization: authorizationFile(process, line),
    admission,
    ...pluginFiles(process, line, admission, plugins),
    encryption: encryptionFile(process, line),
    audit: auditPolicy(process, line),
  };
  const refusal = Object.values(read).find((one) => 'outcome' in one);
  return refusal ?? (read as Files);
}

/** The API server takes a new content up except where it changes `anonymous`, which cannot be seen from here. */
function authenticationFile(
  process: ProcessFacts,
  line: CommandLine,
): Structured<AuthenticationFile> | Refusal {
  return readStructured(process, {
    path: line.text('authentication-config'),
    noun: 'authentication configuration',
    reloads: false,
    interpret: (opened) =>
      readAuthenticationFile(opened, line.minor, line.gate('AnonymousAuthConfigurableEndpoints')),
  });
}

function authorizationFile(
  process: ProcessFacts,
  line: CommandLine,
): Structured<AuthorizationFile> | Refusal {
  return readStructured(process, {
    path: line.text('authorization-config'),
    noun: 'authorization configuration',
    reloads: line.minor >= 30,
    interpret: (opened) => readAuthorizationFile(opened, line.minor),
  });
}

function pluginFiles(
  process: ProcessFacts,
  line: CommandLine,
  admission: Structured<AdmissionFile>,
  plugins: readonly string[],
) {
  const unset = { state: 'unset' } as const;
  const has = (name: string) => plugins.includes(name);
  return {
    eventRateLimit: has('EventRateLimit')
      ? pluginSettings(process, admission, 'EventRateLimit', readEventRateLimit)
      : unset,
    podSecurity: has('PodSecurity')
      ? pluginSettings(process, admission, 'PodSecurity', (opened) => readPodSecurityFile(opened, line.minor))
      : unset,
    imagePolicy: has('ImagePolicyWebhook')
      ? pluginSettings(process, admission, 'ImagePolicyWebhook', readImagePolicy)
      : unset,
  };
}

/** Up to 1.27 there is no gate KMSv1; up to 1.24 no KMS v2, and from 1.32 on no gate for it. */
function encryptionFile(process: ProcessFacts, line: CommandLine): Structured<EncryptionFile> | Refusal {
  const rules = {
    minor: line.minor,
    kmsV1: line.minor < 28 || line.gate('KMSv1'),
    kmsV2: line.minor > 31 || line.gate('KMSv2'),
    reloads: line.isOn('encryption-provider-config-automatic-reload'),
  };
  return readStructured(process, {
    path: line.text('encryption-provider-config'),
    noun: 'encryption configuration',
    reloads: rules.reloads,
    interpret: (opened) => readEncryptionFile(opened, rules),
  });
}

function auditPolicy(process: ProcessFacts, line: CommandLine): Structured<AuditPolicy> | Refusal {
  return readStructured(process, {
    path: line.text('audit-policy-file'),
    noun: 'audit policy',
    reloads: false,
    interpret: (opened) => readAuditPolicy(opened, line.minor),
  });
}
