/**
 * Suffixes that distributions give to Kubernetes' version, as they stand in image tags and paths, where `+` may not
 * stand: `v1.32.1-rke2r1-build20250115`, `v1.31.5-k3s1`, `v1.19.15-gke.1801`, `v1.31.2-minimal-eksbuild.3`. That of
 * EKS Distro, `-eks-1-31-4`, is not one of EKS.
 */
const SUFFIXES: readonly { written: RegExp; sign: '+' | '-' }[] = [
  { written: /\d[-+](rke2r\d+)(?![a-z0-9])/, sign: '+' },
  { written: /\d[-+](k3s\d+)(?![a-z0-9])/, sign: '+' },
  { written: /\d-(gke\.\d+)(?!\d)/, sign: '-' },
  { written: /\d-(?:minimal-)?(eksbuild\.\d+|eks-[0-9a-f]{7,})(?![a-z0-9])/, sign: '-' },
];

/** The suffix as Kubernetes' own version has it, `+rke2r1` or `-gke.1801`; empty when there is none. */
export function vendorSuffix(text: string): string {
  for (const { written, sign } of SUFFIXES) {
    const suffix = written.exec(text)?.[1];
    if (suffix !== undefined) return `${sign}${suffix}`;
  }
  return '';
}
