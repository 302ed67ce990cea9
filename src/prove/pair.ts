/** A certificate and its key as PEM, in memory. */
export interface Pair {
  certificate: string;
  key: string;
}
