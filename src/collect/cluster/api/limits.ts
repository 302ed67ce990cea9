/** Bounds of asking the API server; docs/decisions/0014-kubernetes-client.md gives the reasons. */
export const LIMITS = {
  /** Without a single byte. */
  silenceMs: 10_000,
  /** Kinds that are met with silence before the server is given up. */
  silences: 3,
  /** One answer from first to last. */
  answerMs: 60_000,
  /** Everything. */
  wholeMs: 300_000,
  /** Connections, and kinds that are listed at the same time. */
  parallel: 2,
  /** Objects on a page, as many as client-go asks for. */
  pageSize: 500,
  /** Times that a page is asked for again after 429, and after an answer that may be an accident. */
  retriesBusy: 5,
  retriesAccident: 1,
  accidentMs: 500,
  /** Longest wait that a server may ask for with Retry-After. */
  retryAfterS: 15,
};
export type Limits = Readonly<typeof LIMITS>;
