/** The first of a list that is too long to show, and how many are left out. */
export function firstOf<T>(list: readonly T[], most: number): { shown: readonly T[]; left: number } {
  return { shown: list.slice(0, most), left: Math.max(0, list.length - most) };
}
