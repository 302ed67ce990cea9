/** The day of the first build by kind that enforces: https://github.com/kubernetes-sigs/kind/commit/e7903573 */
const FIRST_DAY = 20240719;

/** kind dates its builds, `v20240813-c6f155d6`; kindnet's own releases are numbered, and enforce from 1.3.0 on. */
export function kindnetEnforces(tag: string): 'yes' | 'no' | 'unknown' {
  const day = /^v(\d{8})-/.exec(tag)?.[1];
  if (day !== undefined) return Number(day) >= FIRST_DAY ? 'yes' : 'no';
  const [, major, minor] = /^v(\d{1,3})\.(\d{1,3})\./.exec(tag) ?? [];
  if (major === undefined) return 'unknown';
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 3) ? 'yes' : 'no';
}
