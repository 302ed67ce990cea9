import type { ClusterAccess } from '../../model/cluster.ts';
import { type Fact, valueIfPresent } from '../../model/fact.ts';
import type { NodeFile } from '../../model/node-files.ts';
import type { FileFacts } from '../../model/snapshot.ts';
import type { ClusterView } from './view.ts';

/** A kubeconfig with a client certificate. */
export interface Kubeconfig {
  path: string;
  /** Groups that the certificate puts its holder in. */
  organizations: readonly string[];
  /** Why the certificate could not be looked at. */
  hidden?: string;
  /** Where installers put an administrator's. */
  administrators: boolean;
}

/**
 * Kubeconfigs with a client certificate: the one that the API was asked with, those of the node's processes and files.
 * Each path once.
 */
export function kubeconfigsOf({ facts, snapshot }: ClusterView): Kubeconfig[] {
  const all = [
    ...ofAccess(facts.access),
    ...snapshot.processes.flatMap(({ files }) => Object.values(files)).flatMap(ofProcess),
    ...(snapshot.nodeFiles?.files ?? []).flatMap(ofNode),
  ];
  return [...new Map(all.map((one) => [one.path, one])).values()];
}

function ofAccess({ source, subject }: ClusterAccess): Kubeconfig[] {
  const path = /^kubeconfig (.*?)(?:, context .*)?$/.exec(source)?.[1];
  if (path === undefined || subject === undefined) return [];
  return [{ path, organizations: organizationsOf(subject), administrators: false }];
}

function ofProcess(fact: Fact<FileFacts>): Kubeconfig[] {
  const file = valueIfPresent(fact);
  const content = valueIfPresent(file?.content);
  if (file === undefined || content?.kind !== 'kubeconfig' || content.credential !== 'certificate') return [];
  const one = { path: file.hostPath ?? file.path, administrators: false };
  return content.certificate === null
    ? [{ ...one, organizations: [], hidden: 'its client certificate could not be read' }]
    : [{ ...one, organizations: organizationsOf(content.certificate.subject) }];
}

function ofNode({
  group,
  path,
  attributes,
  clientCertificate,
  clientCertificateHidden,
}: NodeFile): Kubeconfig[] {
  if (!group.endsWith('-kubeconfig')) return [];
  const one = { path, administrators: group === 'admin-kubeconfig' };
  const hidden = attributes.state === 'unreadable' ? attributes.reason : clientCertificateHidden;
  if (hidden !== undefined) return [{ ...one, organizations: [], hidden }];
  return clientCertificate === undefined
    ? []
    : [{ ...one, organizations: organizationsOf(clientCertificate) }];
}

/** `O=system:masters, CN=kubernetes-admin`; several organizations stand beside each other. */
function organizationsOf(subject: string): string[] {
  return subject
    .split(/(?:, | \+ )(?=[A-Za-z0-9.]+=)/)
    .flatMap((part) => (part.startsWith('O=') ? [part.slice(2)] : []));
}
