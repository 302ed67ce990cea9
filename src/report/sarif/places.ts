import type { Location, PhysicalLocation } from 'sarif';
import type { Finding, Target } from '../../model/finding.ts';
import type { Place } from '../../model/given-files.ts';
import { encodeBytes } from '../../util/bytes.ts';
import { safe } from '../text/safe.ts';

/** Where a reader has to look: lines of files, where there are any, and what is judged by its name. */
export function locationsOf(finding: Finding): Location[] {
  const logical = logicalLocation(finding.target);
  const places = placesOf(finding);
  if (places.length === 0) return [{ logicalLocations: [logical] }];
  return places.map((place) => ({
    physicalLocation: physicalLocation(place),
    logicalLocations: [logical],
  }));
}

/** A line of a file. */
export function physicalLocation({ path, line }: Place): PhysicalLocation {
  return { artifactLocation: artifact(path), region: { startLine: line } };
}

/** Of files that were given, what decided; of a node, the lines that the evidence was read from. */
function placesOf({ locations, target, evidence }: Finding): Place[] {
  if (locations !== undefined && locations.length > 0) return locations;
  if (target.kind === 'file') return [target];
  const lines = evidence.flatMap(({ origin }) =>
    origin.kind === 'file' || origin.kind === 'drop-in' ? [{ path: origin.path, line: origin.line }] : [],
  );
  return [...new Map(lines.map((place) => [`${place.line} ${place.path}`, place])).values()];
}

/** Files of a node by their whole path; others relative to where the scan was called. */
function artifact(path: string): { uri: string; uriBaseId?: string } {
  if (path === '-') return { uri: 'stdin', uriBaseId: '%SRCROOT%' };
  const uri = uriOf(path);
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

/** A path as a reference of RFC 3986, byte by byte; names of files need not be UTF-8. */
function uriOf(path: string): string {
  return [...encodeBytes(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~/-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function logicalLocation(target: Target) {
  const where = target.kind === 'cluster' ? target.cluster : target.node;
  const instance = 'name' in target && target.name !== undefined ? [target.name] : [];
  const names = [where, target.component, ...instance].map(safe);
  return { name: names.at(-1) ?? '', fullyQualifiedName: names.join('/'), kind: 'resource' };
}
