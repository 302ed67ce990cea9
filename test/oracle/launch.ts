/**
 * One launch of etcd as the generator or a named case gives it. Texts may hold `{dir}` (the working directory),
 * `{pki}` (the certificates of materials.ts) and `{p1}`..`{p9}` (free ports), so that a draw can be replayed.
 */
export interface Draw {
  /** Words after the program, in groups that belong together; the minimizer drops whole groups. */
  args: readonly (readonly string[])[];
  env: Readonly<Record<string, string>>;
  /** Files in the working directory, by name. */
  files: Readonly<Record<string, string>>;
}

/** A draw with real ports and paths in it. */
export interface Launch {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  files: Readonly<Record<string, string>>;
}

export interface Places {
  dir: string;
  pki: string;
  ports: readonly number[];
}

export const PORTS_PER_DRAW = 9;

export function realise(draw: Draw, places: Places): Launch {
  const fill = (text: string) => fillIn(text, places);
  return {
    argv: draw.args.flat().map(fill),
    env: mapValues(draw.env, fill),
    files: mapValues(draw.files, fill),
  };
}

function fillIn(text: string, { dir, pki, ports }: Places): string {
  return text
    .replaceAll('{dir}', dir)
    .replaceAll('{pki}', pki)
    .replaceAll(/\{p([1-9])\}/g, (_, digit) => String(ports[Number(digit) - 1] ?? 0));
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
