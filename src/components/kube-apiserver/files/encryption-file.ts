import type { OpenedConfig } from '../../kubernetes/config-document.ts';
import type { ConfigFields } from '../../kubernetes/config-fields.ts';
import { readConfig } from '../../kubernetes/config-reader.ts';
import { type Refusal, refuses } from '../../kubernetes/reading.ts';
import { PROGRAM } from '../command-line.ts';
import { type ConfigNode, rootNode } from './config-node.ts';
import { type EncryptionEntry, parseResource } from './encryption-match.ts';
import {
  kmsVersion,
  PROVIDERS,
  type ProviderRules,
  providerProblem,
  repeatedKmsName,
} from './encryption-provider.ts';
import { maskedResource, resourcesProblem } from './encryption-resources.ts';

export interface EncryptionFile {
  entries: readonly EncryptionEntry[];
}

const AT = 'resources.*.providers.*';

/** The secret of a key is known by its name only and never collected. */
const keysOf = (provider: string): ConfigFields => ({
  [`${AT}.${provider}.keys.*.name`]: 'string',
  [`${AT}.${provider}.keys.*.secret.**`]: 'any',
});

/** https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/apis/apiserver/v1/types_encryption.go */
export const encryptionFields: ConfigFields = {
  'resources.*.resources': 'strings',
  ...keysOf('aescbc'),
  ...keysOf('aesgcm'),
  ...keysOf('secretbox'),
  [`${AT}.identity.**`]: 'any',
  [`${AT}.kms.apiVersion`]: 'string',
  [`${AT}.kms.name`]: 'string',
  [`${AT}.kms.cachesize`]: 'integer',
  [`${AT}.kms.endpoint`]: 'string',
  [`${AT}.kms.timeout`]: 'duration',
};

/**
 * The encryption configuration as one minor reads it. Key material is not looked at, so a key of the wrong length is
 * not noticed.
 * https://github.com/kubernetes/apiserver/blob/v0.34.1/pkg/server/options/encryptionconfig/config.go loadConfig,
 * pkg/apis/apiserver/validation/validation_encryption.go
 */
export function readEncryptionFile(opened: OpenedConfig, rules: ProviderRules): EncryptionFile | Refusal {
  const read = readConfig(opened, {
    program: PROGRAM,
    kind: 'EncryptionConfiguration',
    apiVersions: ['apiserver.config.k8s.io/v1'],
    fields: encryptionFields,
    strict: rules.minor >= 31,
  });
  if (read.outcome === 'refuses') return read;
  const root = rootNode(opened, read);
  const entries = root.at('resources').items();
  const found = entries.length === 0 ? 'it has no resources' : problemOf(entries, rules);
  if (found !== null)
    return refuses(`${PROGRAM} refuses its encryption configuration: ${found}.`, root.origin, opened.stale);
  return { entries: entries.map((entry) => entryOf(entry, rules)) };
}

function problemOf(entries: readonly ConfigNode[], rules: ProviderRules): string | null {
  for (const entry of entries) {
    const names = entry.at('resources').texts();
    const providers = entry.at('providers').items();
    const problem = resourcesProblem(names, rules.minor) ?? providersProblem(providers, entry.line, rules);
    if (problem !== null) return problem;
  }
  const repeated = repeatedKmsName(
    entries.flatMap((entry) => entry.at('providers').items()),
    rules,
  );
  if (repeated !== null) return repeated;
  const masked = rules.minor >= 27 ? maskedResource(entries.map((one) => one.at('resources').texts())) : null;
  return masked === null ? null : `an earlier entry already covers ${masked}`;
}

function providersProblem(
  providers: readonly ConfigNode[],
  line: number,
  rules: ProviderRules,
): string | null {
  if (providers.length === 0) return `the entry on line ${line} has no providers`;
  return providers.map((one) => providerProblem(one, rules)).find((problem) => problem !== null) ?? null;
}

function entryOf(entry: ConfigNode, rules: ProviderRules): EncryptionEntry {
  const [writer] = entry.at('providers').items();
  const kind = PROVIDERS.find((name) => writer?.at(name).isSet) ?? 'identity';
  return {
    resources: entry.at('resources').texts().map(parseResource),
    writer: kind,
    kmsVersion: writer !== undefined && kind === 'kms' ? kmsVersion(writer.at(kind), rules.minor) : null,
    line: entry.line,
  };
}
