import type { EffectiveSetting } from '../../effective-setting.ts';
import type { Property } from '../../subject.ts';
import type { CommandLine } from '../command-line.ts';
import { decidingEntry, type EncryptionEntry, resourceText } from '../files/encryption-match.ts';
import type { Files } from '../files/files.ts';
import { derived, settled } from './derived.ts';

const SECRETS = { group: '', resource: 'secrets' };

/**
 * How Secrets are written to etcd: `none` (as they are, since nothing covers them), or the provider that writes them:
 * `identity` (as they are too), `aescbc`, `aesgcm`, `secretbox`, `kms`.
 */
export function secretsEncryption(line: CommandLine, { encryption }: Files): EffectiveSetting {
  const name = 'secrets-encryption';
  const flag = line.flag('encryption-provider-config');
  if (encryption.state === 'open') return settled(name, null, flag.origin, encryption.verdict);
  if (encryption.state === 'unset')
    return derived(
      name,
      'none',
      flag.origin,
      'Secrets are written as they are: --encryption-provider-config is not set.',
    );
  const entry = decidingEntry(encryption.value.entries, SECRETS, line.minor);
  if (entry === undefined)
    return derived(
      name,
      'none',
      { kind: 'filesystem', path: encryption.path },
      `Secrets are written as they are: no entry of ${encryption.path} covers them.`,
    );
  const origin = { kind: 'file', path: encryption.path, line: entry.line } as const;
  return derived(name, entry.writer, origin, howWritten(entry));
}

/** https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/ gives the number of writes. */
function howWritten({ writer, line }: EncryptionEntry): string {
  if (writer === 'identity')
    return `Secrets are written as they are: the first provider of the entry on line ${line} is identity.`;
  const how = `Secrets are encrypted by ${writer}, the first provider of the entry on line ${line}`;
  return writer === 'aesgcm'
    ? `${how}; its key is not safe for more than 200 000 writes and nothing changes it.`
    : `${how}.`;
}

/** Version of the key management service that encrypts Secrets: `none`, `v1`, `v2`. */
export function kmsProviderVersion(line: CommandLine, files: Files): EffectiveSetting {
  const name = 'kms-provider-version';
  const secrets = secretsEncryption(line, files);
  if (secrets.undecided !== undefined) return settled(name, null, secrets.origin, secrets.undecided);
  const entries = files.encryption.state === 'read' ? files.encryption.value.entries : [];
  const version = decidingEntry(entries, SECRETS, line.minor)?.kmsVersion ?? 'none';
  return derived(name, version, secrets.origin, secrets.because ?? '');
}

/**
 * The entry that decides for Secrets and the provider that writes: property `encrypted-resources`. Entries for other
 * resources prove nothing about Secrets, and `identity` there keeps single resources out of a wildcard on purpose.
 */
export function encryptedResources(line: CommandLine, files: Files): Property {
  const { value, origin, because = '', undecided } = secretsEncryption(line, files);
  if (undecided !== undefined) return { state: 'settled', verdict: undecided };
  if (value === 'none') return { state: 'settled', verdict: { status: 'fail', reason: because } };
  const item = {
    label: resourceText(SECRETS),
    attributes: { writer: String(value) },
    origin,
    defects: { writer: because },
  };
  return { state: 'items', items: [item], virtue: () => because };
}
