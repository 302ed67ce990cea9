/** Where the second address of a member lies behind its first one: 2382 for 2380. */
const PORTS_ON = 2;

export function isPlain(url: string): boolean {
  return url.startsWith('http://');
}

/**
 * The second, secure address of a member, by its first. It is the same rule on every node, so that each knows where the
 * others are to be found before they advertise it; an address that is secure already stays.
 */
export function secureUrlOf(url: string): string {
  if (!isPlain(url)) return url;
  const { hostname, port } = new URL(url);
  return `https://${hostname}:${Number(port || 80) + PORTS_ON}`;
}

/** The same address over TLS, where a member is reached in the end. */
export function overTls(url: string): string {
  return url.replace(/^http:/, 'https:');
}

/** Whether two lists name the same addresses. */
export function sameUrls(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((url) => other.includes(url));
}
