/** Where the files lie that a unit names. */
export interface Tree {
  /** The directory that stands for `/`, or in which the unit lies. */
  root: string;
  /** No other tree has a unit of this name, so that files outside may be its own too. */
  isSole: boolean;
  /** Paths are those of a node, and mean no other files. */
  isNode: boolean;
}

/**
 * The one of some files that a path of the node means: by the end of its path, else by its name; null where there is
 * none or several. Files of the unit's own tree come first, those of another node's tree do not count.
 */
export function meantBy<T extends { path: string }>(
  files: readonly T[],
  path: string,
  { root, isSole, isNode }: Tree,
): T | null {
  if (isNode) return files.find((file) => file.path === path) ?? null;
  const own = files.filter((file) => `/${file.path}`.startsWith(`${root}/`));
  return among(own, path) ?? (isSole ? among(files, path) : null);
}

function among<T extends { path: string }>(files: readonly T[], path: string): T | null {
  const end = path.startsWith('/') ? path : `/${path}`;
  const ending = files.filter((file) => `/${file.path}`.endsWith(end));
  const name = path.split('/').at(-1);
  const found = ending.length > 0 ? ending : files.filter((file) => file.path.split('/').at(-1) === name);
  const [first, ...more] = found;
  return first === undefined || more.length > 0 ? null : first;
}
