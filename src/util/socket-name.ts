/** `address:port`, an IPv6 address in brackets: how observations name a listening socket. */
export function socketName(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
