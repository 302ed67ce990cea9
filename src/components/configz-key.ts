/** Where a component's /configz tells one setting. */
export interface ConfigzKey {
  setting: string;
  /** The same value by its Go field names (Kubernetes to 1.35) and its JSON names (from 1.36). */
  keys: readonly [go: string, json: string];
}
