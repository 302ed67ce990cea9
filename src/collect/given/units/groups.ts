import { UNIT_DIRECTORIES } from '../../../components/kubelet/unit-places.ts';
import { compareBytes } from '../../../util/bytes.ts';
import type { GivenFile } from '../read-given.ts';
import type { Tree } from './beside.ts';

/** A service of one tree of files: its unit file and the drop-ins over it, in the order in which they apply. */
export interface UnitGroup {
  name: string;
  unit: GivenFile | null;
  dropIns: readonly GivenFile[];
  tree: Tree;
  /** A drop-in that may be laid over the unit, and lies where nothing says so. */
  stray: string | null;
}

interface Place {
  file: GivenFile;
  service: string;
  /** The directory that stands for `/`: what is left of a path before a directory of systemd. */
  root: string;
  /** Of the directory: the first goes before the others. */
  rank: number;
  isDropIn: boolean;
}

const UNIT = /^(?<directory>.*\/)?(?<name>[^/]+\.service)(?<below>\.d\/[^/]+\.conf)?$/;

/** Whether a file is a unit of a service, or a drop-in, by its path. */
export function isOfUnit(path: string): boolean {
  return UNIT.test(path);
}

/** The services among files. A service that lies in two trees, as of two nodes, is two. */
export function unitGroups(files: readonly GivenFile[]): UnitGroup[] {
  const places = files.flatMap((file) => placeOf(file) ?? []);
  return [...Map.groupBy(places, ({ service }) => service).values()].flatMap((sameName) => {
    const trees = [...Map.groupBy(sameName, ({ root }) => root)];
    const [alone] = trees.flatMap(([, own]) => (own.every(({ isDropIn }) => isDropIn) ? own : []));
    return trees.map(([root, own]) => ({
      ...groupOf(own, {
        root,
        isSole: trees.length === 1,
        isNode: own.some(({ file }) => file.onNode === true),
      }),
      stray: alone?.file.path ?? besideUnit(own, files),
    }));
  });
}

function placeOf(file: GivenFile): Place | null {
  const parts = UNIT.exec(file.path)?.groups;
  if (parts === undefined) return null;
  const directory = (parts.directory ?? '').replace(/\/$/, '');
  const rank = UNIT_DIRECTORIES.findIndex((one) => `/${directory}`.endsWith(one));
  const known = UNIT_DIRECTORIES[rank] ?? '';
  return {
    file,
    service: parts.name ?? '',
    root: `/${directory}`.slice(0, `/${directory}`.length - known.length),
    rank: Math.max(rank, 0),
    isDropIn: parts.below !== undefined,
  };
}

/** Repositories keep a drop-in in the directory of its unit, and installers put it where it belongs. */
function besideUnit(places: readonly Place[], files: readonly GivenFile[]): string | null {
  const directories = new Set(places.map(({ file }) => directoryOf(file)));
  const found = files.find(
    (file) =>
      file.path.endsWith('.conf') &&
      !isOfUnit(file.path) &&
      directories.has(directoryOf(file)) &&
      /^[ \t]*\[Service\]/m.test(file.bytes.toString('latin1')),
  );
  return found?.path ?? null;
}

function directoryOf({ path }: GivenFile): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function groupOf(places: readonly Place[], tree: Tree): Omit<UnitGroup, 'stray'> {
  const strongest = places.toSorted((one, other) => one.rank - other.rank);
  const dropIns = new Map<string, GivenFile>();
  for (const { file, isDropIn } of strongest) {
    const name = file.path.split('/').at(-1) ?? '';
    if (isDropIn && !dropIns.has(name)) dropIns.set(name, file);
  }
  return {
    tree,
    name: places[0]?.service ?? '',
    unit: strongest.find(({ isDropIn }) => !isDropIn)?.file ?? null,
    dropIns: [...dropIns].sort(([one], [other]) => compareBytes(one, other)).map(([, file]) => file),
  };
}
