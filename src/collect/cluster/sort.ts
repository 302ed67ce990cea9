/** By UTF-16 code units, the same on every machine. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** By namespace, then name; objects without a namespace first. */
export function sortByName<T extends { namespace?: string | null; name: string }>(list: readonly T[]): T[] {
  return list.toSorted(
    (left, right) =>
      compareTexts(left.namespace ?? '', right.namespace ?? '') || compareTexts(left.name, right.name),
  );
}
