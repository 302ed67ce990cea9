import type { PropertyItem } from '../subject.ts';

/** What is wrong with a listener, for a reader at night. Keyed by attribute and value. */
const DEFECTS: Record<string, (url: string, who: Who) => string> = {
  'certificate.none': (url, who) => `${url} is plain http: ${who.plural} talk to etcd there unencrypted.`,
  'certificate.generated': (url, who) =>
    `${url} shows a certificate that etcd made for itself (auto-tls): ${who.plural} cannot tell it from an impostor, and it admits anyone.`,
  'clientCertificates.not-required.plaintext': (url, who) =>
    `${url} is plain http: ${who.plural} are not authenticated there at all.`,
  'clientCertificates.not-required.generated': (url, who) =>
    `${url} uses a generated certificate (auto-tls), which drops the CA and the switch: ${who.plural} need no certificate.`,
  'clientCertificates.not-required.tls': (url, who) =>
    `${url} asks ${who.plural} for no certificate: whoever reaches it is let in.`,
  'clientCertificates.required-from-system-roots': (url, who) =>
    `${url} asks ${who.plural} for a certificate but no CA is set, so any certificate under the system's root store is accepted.`,
};

interface Who {
  plural: string;
}

/** One sentence about one attribute of one listener that misses the rule. */
export function defectOf(item: PropertyItem, attribute: string): string {
  const who: Who = { plural: item.attributes.role === 'peer' ? 'peers' : 'clients' };
  const value = item.attributes[attribute] ?? '';
  const sentence = DEFECTS[`${attribute}.${value}.${flavour(item)}`] ?? DEFECTS[`${attribute}.${value}`];
  return sentence?.(item.label, who) ?? `${item.label}: ${attribute} is ${value}.`;
}

function flavour(item: PropertyItem): string {
  if (item.attributes.transport === 'plaintext') return 'plaintext';
  return item.attributes.certificate === 'generated' ? 'generated' : 'tls';
}

const COUNTS: Record<number, string> = { 1: 'The only', 2: 'Both' };

/** Why a rule's check holds on all listeners, by attribute. */
export function virtueOf(property: string, attribute: string, items: readonly PropertyItem[]): string {
  const count = items.length;
  const plain = items.filter((item) => item.attributes.certificate === 'none').length;
  if (attribute === 'certificate' && plain > 0) {
    return `No listener shows a certificate that etcd made for itself${plain === count ? '; there is no TLS at all' : ''}.`;
  }
  const whose = property === 'peer-listeners' ? 'peer' : 'client';
  const listeners = `${COUNTS[count] ?? `All ${count}`} ${whose} listener${count === 1 ? '' : 's'}`;
  if (attribute === 'clientCertificates') {
    return `${listeners} ${count === 1 ? 'demands' : 'demand'} a certificate of the configured CA.`;
  }
  return `${listeners} ${count === 1 ? 'serves' : 'serve'} TLS with the configured certificate.`;
}
