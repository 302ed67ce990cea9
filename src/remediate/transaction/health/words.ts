/** The value of a flag among a program's arguments, as it stands there last; null when it is not given. */
export function flagIn(words: readonly string[], flag: string): string | null {
  const name = `--${flag}`;
  for (const [index, word] of [...words.entries()].reverse()) {
    if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    if (word === name) return words[index + 1] ?? null;
  }
  return null;
}

/** A URL at an address that a server listens at, wildcards by way of loopback. */
export function urlAt(scheme: 'http' | 'https', address: string, port: string | number, path: string): URL {
  const host = ['', '0.0.0.0', '::', '[::]'].includes(address) ? '127.0.0.1' : address;
  return new URL(
    `${scheme}://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}${path}`,
  );
}
