import { posix } from 'node:path';
import type { NoNodeFile } from '../../model/node-files.ts';
import { notHere } from './named-paths.ts';
import { namedPki } from './pki-named.ts';
import { PKI_SETTINGS } from './pki-settings.ts';
import { type NodeView, none, type Place } from './place.ts';

/** Directories that hold much else; there only the files named are looked at. */
const SHARED =
  /^\/(?:etc(?:\/ssl(?:\/certs)?|\/kubernetes|\/pki(?:\/.*)?)?|usr(?:\/.*)?|var(?:\/lib)?|opt|root|tmp|home(?:\/[^/]+)?)?$/;

/** Directories of the certificates and keys that the control plane runs with, and single files in shared ones. */
export function pkiPlaces(view: NodeView, group: string): readonly Place[] | NoNodeFile {
  const processes = view.processes.filter(({ component }) => PKI_SETTINGS.has(component));
  if (processes.length === 0) return notHere(view, group, 'control plane');
  const named = processes.flatMap((process) =>
    namedPki(process).map((one) =>
      'unknown' in one
        ? one
        : { ...one, because: `${one.setting} of ${process.component} (pid ${process.pid})` },
    ),
  );
  const unknown = named.find((one) => 'unknown' in one);
  if (unknown !== undefined && 'unknown' in unknown)
    return { group, state: unknown.state, reason: unknown.unknown };
  const places = named.flatMap((one) => ('path' in one ? placesOf(group, one) : []));
  if (places.length === 0) return none(group, 'The control plane names no certificate or key file.');
  return withoutNested(places);
}

interface Found {
  path: string;
  pid: number | null;
  because: string;
}

function placesOf(group: string, { path, pid, because }: Found): Place[] {
  const directory = posix.dirname(path);
  if (SHARED.test(directory)) {
    const file: Place = { group, path, pid, extent: 'file', because, named: true };
    return [file, ...keyBeside(file)];
  }
  return [
    { group, path: directory, pid, extent: 'tree', because: `the directory of ${because}`, named: true },
  ];
}

/** The key of a CA is often kept beside it, where no setting names it. */
function keyBeside(file: Place): Place[] {
  const { dir, name, ext } = posix.parse(file.path);
  if (ext === '' || ext === '.key') return [];
  const because = `what is beside ${file.because}`;
  return [{ ...file, path: posix.join(dir, `${name}.key`), because, named: false }];
}

/** One place for a directory named many times, by a setting if by any, and none for what lies in another. */
function withoutNested(places: readonly Place[]): Place[] {
  const inOrder = [...places].sort((one, other) => Number(one.named) - Number(other.named));
  const distinct = new Map(inOrder.map((place) => [`${place.pid} ${place.path}`, place]));
  const all = [...distinct.values()];
  return all.filter((place) => !all.some((other) => other !== place && holds(other, place)));
}

function holds(outer: Place, inner: Place): boolean {
  return outer.extent === 'tree' && outer.pid === inner.pid && inner.path.startsWith(`${outer.path}/`);
}
