/** Which draws of a campaign, and which versions take turns. */
export interface RunOptions {
  seed: number;
  indices: readonly number[];
  versions: readonly string[];
}
