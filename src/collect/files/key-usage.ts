import * as asn1 from 'asn1js';

/** https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3, in bit order. */
const USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
const KEY_USAGE = '2.5.29.15';
/** Extensions are the field of a TBSCertificate with this context tag. */
const EXTENSIONS_TAG = 3;
const CONTEXT_CLASS = 3;

/** Basic key usages of a certificate (DER), which Node does not show; none if the extension is missing. */
export function keyUsagesOf(der: Buffer): string[] {
  const body = children(asn1.fromBER(der).result)[0];
  const extensions = children(body).find(
    ({ idBlock }) => idBlock.tagClass === CONTEXT_CLASS && idBlock.tagNumber === EXTENSIONS_TAG,
  );
  const extension = children(children(extensions)[0]).find((candidate) => oidOf(candidate) === KEY_USAGE);
  const value = children(extension).at(-1);
  const bits = value instanceof asn1.OctetString ? asn1.fromBER(value.getValue()).result : null;
  if (!(bits instanceof asn1.BitString)) return [];
  const bytes = new Uint8Array(bits.valueBlock.valueHexView);
  return USAGES.filter((_name, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

function children(block: asn1.BaseBlock | undefined): asn1.BaseBlock[] {
  return block instanceof asn1.Constructed ? block.valueBlock.value : [];
}

function oidOf(extension: asn1.BaseBlock): string | null {
  const oid = children(extension)[0];
  return oid instanceof asn1.ObjectIdentifier ? oid.getValue() : null;
}
