const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a PEM text, each with its armour, in order; what stands between them is passed over. */
export function certificateBlocks(text: string): string[] {
  return text.match(CERTIFICATE) ?? [];
}
