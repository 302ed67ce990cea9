import { ipVersion } from '../util/ip.ts';

/** What a listener needs of a URL, as Go's net/url and net.SplitHostPort see it. */
export interface GoUrl {
  scheme: string;
  /** Host and port as written, without user information: Go's URL.Host. */
  authority: string;
  path: string;
  /** As Go prints it back; two URLs with one text are the same to etcd. */
  text: string;
}

const URL_SHAPE = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)((?:\?[^#]*)?(?:#.*)?)$/;
// Space, controls and a few ASCII characters are refused in a host by net/url (validEncoded, shouldEscape).
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const BAD_HOST = /[\u0000-\u0020"<>\\^`{|}\u007f]/;

/** url.Parse for absolute URLs; null where Go refuses. */
export function parseGoUrl(text: string): GoUrl | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: net/url refuses any control character
  if (/[\u0000-\u001f\u007f]/.test(text)) return null;
  const match = URL_SHAPE.exec(text);
  if (match === null) return null;
  const [, rawScheme = '', rawAuthority = '', path = '', rest = ''] = match;
  const at = rawAuthority.lastIndexOf('@');
  const authority = at === -1 ? rawAuthority : rawAuthority.slice(at + 1);
  if (BAD_HOST.test(authority) || !validPort(authority)) return null;
  const scheme = rawScheme.toLowerCase();
  return { scheme, authority, path, text: `${scheme}://${rawAuthority}${path}${rest}` };
}

/** net/url accepts an empty or numeric port only. */
function validPort(authority: string): boolean {
  const colon = authority.startsWith('[') ? authority.indexOf(']') + 1 : authority.lastIndexOf(':');
  if (authority.startsWith('[') && colon === 0) return false;
  const tail = colon === -1 ? '' : authority.slice(colon);
  return tail === '' || /^:\d*$/.test(tail);
}

/** net.SplitHostPort; null where it errors. */
export function splitHostPort(authority: string): { host: string; port: string } | null {
  const match = /^(?:\[([^\][]*)\]|([^:\][]*)):([^:\][]*)$/.exec(authority);
  if (match === null) return null;
  return { host: match[1] ?? match[2] ?? '', port: match[3] ?? '' };
}

/** net.ParseIP: no zone, no leading zeros in IPv4. */
export function isIpLiteral(host: string): boolean {
  return !host.includes('%') && ipVersion(host) !== 0;
}

/** 127.0.0.0/8, ::1 and its IPv4-mapped forms, and the name localhost. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const plain = host.toLowerCase().replace(/^(?:0*:)*:?ffff:(?=\d+\.)/, '');
  if (ipVersion(plain) === 4) return plain.startsWith('127.');
  return ipVersion(host) === 6 && /^(?:0{0,4}:){2,7}0{0,3}1$/.test(host);
}
