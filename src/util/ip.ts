import { isIP } from 'node:net';

/** 4, 6, or 0 for what is no IP address. */
export function ipVersion(text: string): 0 | 4 | 6 {
  const version = isIP(text);
  return version === 4 || version === 6 ? version : 0;
}
