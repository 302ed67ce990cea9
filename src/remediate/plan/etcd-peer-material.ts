import { posix } from 'node:path';
import { valueIfPresent } from '../../model/fact.ts';
import type { Change } from '../../model/plan.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { isForClients, isForServers } from '../etcd/credentials.ts';
import { authorityBeside } from './etcd-authority.ts';
import { etcdText } from './etcd-settings.ts';
import type { FlagEdit } from './flag-edits.ts';
import { NotNow, type PlanInput } from './input.ts';
import { certificatesAt, signed } from './needs/certificates.ts';
import { hostPathOf, type StaticPod } from './static-pod.ts';

const CA = 'peer-trusted-ca-file';

/** Files for TLS between peers, as etcd names them, and the flags that name those that are not set yet. */
export interface PeerMaterial {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  readonly edits: readonly FlagEdit[];
  readonly seen: Change['prerequisites'];
}

/**
 * The certificate of a member for its peers, its key, and the authority that signed it: as they are set, else where the
 * rules put them. Throws NotNow when one of them is missing, or would not do for these addresses.
 */
export function peerMaterial(
  input: PlanInput,
  process: ProcessFacts,
  pod: StaticPod | null,
  addresses: readonly string[],
): PeerMaterial {
  const certificate = settingOr(input, process, 'peer-cert-file');
  const key = settingOr(input, process, 'peer-key-file');
  const pair = [certificate, key].filter(({ isSet }) => !isSet);
  const trusted = etcdText(process, CA);
  const authority = trusted ?? authorityBeside(input, process, pod, CA, certificate.value);
  const context = { input, process, pod, findings: [] };
  const at = (path: string) => posix.resolve(valueIfPresent(process.workingDirectory) ?? '/', path);
  const [leaf] = certificatesAt(context, at(certificate.value));
  const signers = certificatesAt(context, at(authority));
  keyIsThere(input, pod, at(key.value));
  if (leaf === undefined || !signers.some((one) => signed(one, leaf)))
    throw new NotNow('prerequisite', `${authority} did not sign ${certificate.value}.`);
  if (!isForClients(leaf) || !isForServers(leaf))
    throw new NotNow(
      'prerequisite',
      `${certificate.value} is not good for both a server and a client, and a member is both to its peers.`,
    );
  for (const address of addresses) checkName(leaf, certificate.value, new URL(address).hostname);
  return {
    certificate: certificate.value,
    key: key.value,
    authority,
    edits: [
      ...pair.map(({ flag, value }) => ({ flag, value })),
      ...(trusted === null ? [{ flag: CA, value: authority }] : []),
    ],
    seen: [
      {
        what: 'The certificate of this member is good for a server and a client, and names its addresses.',
        seen: `${certificate.value}, signed by ${authority}`,
      },
    ],
  };
}

interface Named {
  readonly flag: string;
  readonly value: string;
  readonly isSet: boolean;
}

function settingOr({ rules }: PlanInput, process: ProcessFacts, flag: string): Named {
  const set = etcdText(process, flag);
  if (set !== null) return { flag, value: set, isSet: true };
  const usual = rules.map(({ remediation }) => remediation.set[flag]).find((one) => one !== undefined);
  if (usual === undefined) throw new NotNow('prerequisite', `--${flag} is not set.`);
  return { flag, value: String(usual), isSet: false };
}

function keyIsThere({ files }: PlanInput, pod: StaticPod | null, path: string): void {
  const host = pod === null ? path : (hostPathOf(pod, path)?.path ?? null);
  if (host === null || files.stat(host).state !== 'read')
    throw new NotNow('prerequisite', `The key ${path} is not there.`);
}

function checkName(leaf: ReturnType<typeof certificatesAt>[number], path: string, hostname: string): void {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (leaf.checkIP(host) !== undefined || leaf.checkHost(host) !== undefined) return;
  throw new NotNow(
    'prerequisite',
    `${path} does not name ${host}, by which peers reach this member: they would refuse it.`,
  );
}
