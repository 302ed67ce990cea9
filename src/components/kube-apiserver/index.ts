import type { ProcessFacts } from '../../model/snapshot.ts';
import type { Component, WantedFile } from '../component.ts';
import { type ConfigFields, configKeysOf } from '../kubernetes/config-fields.ts';
import { isServer } from '../kubernetes/recognise.ts';
import { wantedByAll } from '../kubernetes/wanted.ts';
import { apiServerPki, type CommandLine, conventions, PROGRAM, readCommandLine } from './command-line.ts';
import { enabledPlugins } from './derived/admission.ts';
import { admissionFields, pluginPaths, readAdmission } from './files/admission-file.ts';
import { auditPolicyFields } from './files/audit-policy.ts';
import { authenticationFields, authenticationSecrets } from './files/authentication-file.ts';
import { allAuthorizationFields } from './files/authorization-file.ts';
import { encryptionFields } from './files/encryption-file.ts';
import { pluginFields } from './files/plugin-fields.ts';
import { apiServerFlags } from './flags.ts';
import { CA_FLAGS } from './refusals/certificates.ts';

export const kubeApiserver: Component = {
  name: PROGRAM,
  recognise: (identity) =>
    isServer(identity, { names: [PROGRAM, 'apiserver'], table: apiServerFlags, conventions, oneShot: [] }),
  /** Switches of Go's TLS, which bring cipher suites back. */
  environment: new Set(['GODEBUG']),
  secretFlags: new Set<string>(),
  secretVariables: new Set<string>(),
  configKeys: new Set<string>(),
  secretConfigKeys: new Set<string>(),
  packages: [{ name: PROGRAM, executable: `/usr/bin/${PROGRAM}` }],
  wanted: (process) => wantedByAll(process, wantedBy),
};

/** Structured files by the flags that name them, and what of them may be kept. */
const STRUCTURED: Readonly<Record<string, { fields: ConfigFields; secrets?: ReadonlySet<string> }>> = {
  'admission-control-config-file': { fields: admissionFields },
  'audit-policy-file': { fields: auditPolicyFields },
  'authentication-config': { fields: authenticationFields, secrets: authenticationSecrets },
  'authorization-config': { fields: allAuthorizationFields },
  'encryption-provider-config': { fields: encryptionFields },
};

function wantedBy(process: ProcessFacts, minor: number): readonly WantedFile[] {
  const line = readCommandLine(process, minor);
  if (line.outcome !== 'read') return [];
  return [
    ...structuredFiles(line),
    ...pluginFiles(process, line),
    ...authorityFiles(line),
    ...comparedFiles(line),
  ];
}

function structuredFiles(line: CommandLine): WantedFile[] {
  return Object.entries(STRUCTURED).flatMap(([flag, { fields, secrets }]) => {
    const path = line.text(flag);
    if (path === null) return [];
    const file = { path, as: 'config', keys: configKeysOf(fields) } as const;
    return [secrets === undefined ? file : { ...file, secretKeys: secrets }];
  });
}

/** Files that the admission configuration names for plugins whose settings verdicts look at. */
function pluginFiles(process: ProcessFacts, line: CommandLine): WantedFile[] {
  const admission = readAdmission(process, line);
  const paths = 'outcome' in admission ? [] : pluginPaths(admission, enabledPlugins(line));
  return paths.map((path) => ({ path, as: 'config', keys: configKeysOf(pluginFields) }));
}

function authorityFiles(line: CommandLine): WantedFile[] {
  return CA_FLAGS.flatMap((flag) => {
    const path = line.text(flag);
    return path === null ? [] : [{ path, as: 'certificates' } as const];
  });
}

/** Files whose public keys are compared with those that the server shows. */
const COMPARED = [
  { flag: 'tls-cert-file', as: 'chain' },
  { flag: 'etcd-cafile', as: 'certificates' },
  { flag: 'kubelet-certificate-authority', as: 'certificates' },
  { flag: 'service-account-key-file', as: 'public-keys' },
] as const;

/** Certificates that need only be there. A capture may well leave keys out, so those are not looked for. */
const CERTIFICATES = [...apiServerPki].flatMap(([flag, holds]) =>
  holds === 'certificate' && !CA_FLAGS.includes(flag) && !COMPARED.some((one) => one.flag === flag)
    ? [{ flag, as: 'attributes' } as const]
    : [],
);

function comparedFiles(line: CommandLine): WantedFile[] {
  return [...COMPARED, ...CERTIFICATES].flatMap(({ flag, as }) => {
    const path = line.text(flag);
    return (path === null ? line.list(flag) : [path]).map((one) => ({ path: one, as }));
  });
}
