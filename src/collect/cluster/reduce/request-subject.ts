import * as asn1 from 'asn1js';
import type { SigningRequest } from '../../../model/cluster/rbac.ts';

export type SubjectName = NonNullable<SigningRequest['subject']>;

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';

/**
 * Whom a certificate request (DER) names, null if it does not parse. Go takes the last common name and all
 * organizations. https://www.rfc-editor.org/rfc/rfc2986#section-4
 */
export function requestSubject(der: Buffer): SubjectName | null {
  const { result, offset } = asn1.fromBER(der);
  const [, name] = children(children(result)[0]);
  if (offset === -1 || !(name instanceof asn1.Sequence)) return null;
  const attributes = children(name).flatMap(children).map(attributeOf);
  const valuesOf = (type: string) => attributes.flatMap((one) => (one.type === type ? [one.value] : []));
  return { commonName: valuesOf(COMMON_NAME).at(-1) ?? '', organizations: valuesOf(ORGANIZATION).sort() };
}

function attributeOf(attribute: asn1.BaseBlock): { type: string; value: string } {
  const [type, value] = children(attribute);
  return {
    type: type instanceof asn1.ObjectIdentifier ? type.getValue() : '',
    value: value instanceof asn1.BaseStringBlock ? value.getValue() : '',
  };
}

function children(block: asn1.BaseBlock | undefined): asn1.BaseBlock[] {
  return block instanceof asn1.Constructed ? block.valueBlock.value : [];
}
