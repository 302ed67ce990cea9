import { parseGoDuration } from '../../go-values.ts';
import type { ConfigNode } from './config-node.ts';

/** What of a version decides whether a provider is taken. */
export interface ProviderRules {
  minor: number;
  /** The gates KMSv1 (from 1.28 on) and KMSv2 (1.25 to 1.28). */
  kmsV1: boolean;
  kmsV2: boolean;
  /** Whether the file is read again while the server runs. */
  reloads: boolean;
}

export const PROVIDERS: readonly string[] = ['aescbc', 'aesgcm', 'secretbox', 'kms', 'identity'];

/** Why a provider is refused, as the rest of a sentence; null when it is not. */
export function providerProblem(provider: ConfigNode, rules: ProviderRules): string | null {
  const named = PROVIDERS.filter((name) => provider.at(name).isSet);
  const [kind = ''] = named;
  if (named.length !== 1) return `the item on line ${provider.line} does not name exactly one provider`;
  if (kind === 'identity') return null;
  return kind === 'kms' ? kmsProblem(provider.at(kind), rules) : keysProblem(provider.at(kind), kind);
}

function keysProblem(provider: ConfigNode, kind: string): string | null {
  const keys = provider.at('keys').items();
  if (keys.length === 0) return `${kind} on line ${provider.line} has no keys`;
  const incomplete = keys.find((key) => key.at('name').text() === '' || !key.at('secret').isSet);
  return incomplete === undefined ? null : `a key on line ${incomplete.line} lacks its name or secret`;
}

/** The key came with 1.25. */
export function kmsVersion(kms: ConfigNode, minor: number): string {
  const written = kms.at('apiVersion').text();
  return written === '' || minor < 25 ? 'v1' : written;
}

/** Names of key management services must differ from 1.26 on; those of v1 only where the file is read again. */
export function repeatedKmsName(
  providers: readonly ConfigNode[],
  { minor, reloads }: ProviderRules,
): string | null {
  if (minor < 26) return null;
  const services = providers.map((one) => one.at('kms')).filter((kms) => kms.isSet);
  const names = services.map((kms) => kms.at('name').text());
  const repeated = services.findIndex(
    (kms, index) => (reloads || kmsVersion(kms, minor) !== 'v1') && names.indexOf(names[index] ?? '') < index,
  );
  return repeated === -1 ? null : `two providers have the name ${names[repeated]}`;
}

function kmsProblem(kms: ConfigNode, { minor, kmsV1, kmsV2 }: ProviderRules): string | null {
  const version = kmsVersion(kms, minor);
  if (kms.at('name').text() === '') return `kms on line ${kms.line} has no name`;
  if (!kms.at('endpoint').text().startsWith('unix:')) return `kms on line ${kms.line} has no unix endpoint`;
  if (kms.at('timeout').isSet && (parseGoDuration(kms.at('timeout').text()) ?? 0) <= 0)
    return `kms on line ${kms.line} has no positive timeout`;
  if (version !== 'v1' && version !== 'v2') return `kms on line ${kms.line} has an unknown apiVersion`;
  if (!(version === 'v1' ? kmsV1 : kmsV2))
    return `kms ${version} on line ${kms.line} needs the feature gate KMS${version}`;
  return version === 'v2' ? newKmsProblem(kms, minor) : cacheProblem(kms);
}

function newKmsProblem(kms: ConfigNode, minor: number): string | null {
  if (kms.at('name').text().includes(':')) return `the name of kms on line ${kms.line} has a colon`;
  return minor >= 27 && kms.at('cachesize').isSet ? `kms v2 on line ${kms.line} has a cachesize` : null;
}

function cacheProblem(kms: ConfigNode): string | null {
  const cache = kms.at('cachesize');
  return cache.isSet && cache.number() === 0 ? `kms on line ${kms.line} has a cachesize of 0` : null;
}
