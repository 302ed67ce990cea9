import { isUtf8 } from 'node:buffer';
import type { GivenFile } from '../read-given.ts';
import type { Carrier } from './carrier.ts';
import { cloudInit, isUserData } from './cloud-init/index.ts';
import { clusterApi } from './cluster-api.ts';
import { Unpacker } from './decode.ts';
import { ignition, ignitionForm } from './ignition.ts';

/** What a given file has written to nodes; `isWhole`: it holds nothing else. */
export interface Carried {
  isWhole: boolean;
  carriers: readonly Carrier[];
}

/** The files within a file: user data of cloud-init, configurations of Ignition, objects of Cluster API. */
export function carriedBy(file: GivenFile): Carried {
  const whole = wholeCarrier(file, (line) => line);
  return whole === null
    ? { isWhole: false, carriers: clusterApi(file) }
    : { isWhole: true, carriers: [whole] };
}

/** A file that does nothing but write files, whether it was given or is written itself. */
export function wholeCarrier(
  { path, bytes }: Pick<GivenFile, 'path' | 'bytes'>,
  lineOf: (line: number) => number,
): Carrier | null {
  const unpacker = new Unpacker();
  const held = { bytes, lineOf };
  if (isUserData({ path, bytes }, unpacker)) return cloudInit(held, unpacker);
  const isLikely = bytes.includes('"ignition') || bytes.includes('variant:');
  const form = isLikely && isUtf8(bytes) ? ignitionForm(bytes.toString('utf8')) : null;
  return form === null ? null : ignition(held, form, unpacker);
}
