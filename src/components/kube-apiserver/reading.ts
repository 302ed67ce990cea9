import type { ProcessFacts } from '../../model/snapshot.ts';
import type { EffectiveSetting } from '../effective-setting.ts';
import type { Reading } from '../kubernetes/candidate.ts';
import { withMissing } from '../kubernetes/missing-file.ts';
import type { Refusal, Undetermined } from '../kubernetes/reading.ts';
import { apiServerPki, type CommandLine, readCommandLine } from './command-line.ts';
import { admissionPlugins, enabledPlugins, eventRateLimit, imagePolicyWebhook } from './derived/admission.ts';
import { anonymousRequests } from './derived/anonymous.ts';
import { auditCoverageProperty, auditLog, auditPolicySetting, auditRetention } from './derived/audit.ts';
import { authorizationMode, authorizers } from './derived/authorizers.ts';
import { clusterSettings } from './derived/cluster-settings.ts';
import { encryptedResources, kmsProviderVersion, secretsEncryption } from './derived/encryption.ts';
import { etcdServers } from './derived/etcd-servers.ts';
import { probedRequests } from './derived/probed-requests.ts';
import { serviceAccountKeys } from './derived/service-account-keys.ts';
import { cipherSuitesOffered, insecureListener, kubeletConnectionsEncrypted } from './derived/serving.ts';
import { type Files, readFiles } from './files/files.ts';
import { apiServerFlags } from './flags.ts';
import { fileRefusal, flagRefusal } from './refusals/refusals.ts';

/** What an API server runs with, by one minor. */
export interface Configuration {
  outcome: 'starts';
  line: CommandLine;
  files: Files;
}

/** Flags, then the files that they name, then what follows from both. */
export function readConfiguration(
  process: ProcessFacts,
  minor: number,
): Configuration | Refusal | Undetermined {
  const line = readCommandLine(process, minor);
  if (line.outcome !== 'read') return line;
  const early = flagRefusal({ line, process });
  if (early !== null) return early;
  const files = readFiles(process, line, enabledPlugins(line));
  if ('outcome' in files) return files;
  return fileRefusal({ line, process, files }) ?? { outcome: 'starts', line, files };
}

/** One minor's reading in the terms that all Kubernetes components share. */
export function readApiServer(process: ProcessFacts, minor: number): Reading {
  const configuration = readConfiguration(process, minor);
  if (configuration.outcome !== 'starts') return configuration;
  const { line, files } = configuration;
  const derived = new Map(derivedSettings(process, configuration).map((one) => [one.name, one]));
  return {
    outcome: 'starts',
    setting: (name) => derived.get(name) ?? flagOf(process, line, name),
    properties: {
      'etcd-servers': etcdServers(line),
      'encrypted-resources': encryptedResources(line, files),
      'probed-requests': (parameters) => probedRequests(line, files, parameters),
      'audit-coverage': (parameters) => auditCoverageProperty(line, files, parameters),
    },
    // What a changed file leaves open is said by the settings that depend on it.
    stale: [],
  };
}

function flagOf(process: ProcessFacts, line: CommandLine, name: string): EffectiveSetting | undefined {
  return Object.hasOwn(apiServerFlags, name)
    ? withMissing(process, line.flag(name), apiServerPki)
    : undefined;
}

/** Settings that are no flags, and flags that the server completes. */
function derivedSettings(process: ProcessFacts, { line, files }: Configuration): EffectiveSetting[] {
  return [
    anonymousRequests(line, files),
    authorizers(line, files),
    authorizationMode(line),
    admissionPlugins(line),
    eventRateLimit(line, files),
    imagePolicyWebhook(line, files),
    kubeletConnectionsEncrypted(line),
    insecureListener(line),
    cipherSuitesOffered(line, process.environment),
    auditPolicySetting(line, files),
    auditLog(line, files),
    ...auditRetention(line, files),
    secretsEncryption(line, files),
    kmsProviderVersion(line, files),
    serviceAccountKeys(process, line),
    ...clusterSettings(line, files),
  ];
}
