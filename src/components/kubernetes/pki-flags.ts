import type { FlagKind } from './flag-kinds.ts';

/** What the file of a flag holds: `pairs` are `certificate,key:names`, `public keys` may be private ones too. */
export type Holds = 'certificate' | 'private key' | 'pairs' | 'public keys' | 'kubeconfig';

/** Flags by what their names end with, as upstream's habit is; a test lists what is found so. */
const ENDINGS: readonly { ending: RegExp; holds: Holds }[] = [
  { ending: /^service-account-key-file$/, holds: 'public keys' },
  { ending: /(?:^|-)key-?(?:file)?$/, holds: 'private key' },
  { ending: /(?:^|-)(?:cert-?file|ca-?file|certificate|certificate-authority)$/, holds: 'certificate' },
  { ending: /(?:^|-)kubeconfig$/, holds: 'kubeconfig' },
];

const TEXTS: readonly string[] = ['string', 'stringArray'] satisfies FlagKind[];

/** The flags or settings of a table that name files of certificates and keys, with what those hold. */
export function pkiFlags(
  table: Readonly<Record<string, { readonly kind: string }>>,
): ReadonlyMap<string, Holds> {
  return new Map(
    Object.entries(table).flatMap(([name, { kind }]): [string, Holds][] => {
      if (kind === 'namedCertKey') return [[name, 'pairs']];
      const found = TEXTS.includes(kind) ? ENDINGS.find(({ ending }) => ending.test(name)) : undefined;
      return found === undefined ? [] : [[name, found.holds]];
    }),
  );
}
