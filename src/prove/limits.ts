/** Bounds of every probe; docs/proofs.md states the same figures. */
export const LIMITS = {
  connectMs: 1_000,
  /** TLS handshake, or the first byte of an answer without TLS. */
  handshakeMs: 2_000,
  /** One connection from first to last. */
  wholeMs: 5_000,
  bodyBytes: 64 * 1024,
  connectionsPerScan: 40,
} as const;
