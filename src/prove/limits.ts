/** Bounds of every probe; docs/proofs.md states the same figures. */
export const LIMITS = {
  connectMs: 1_000,
  /** TLS handshake, or the first byte of an answer without TLS. */
  handshakeMs: 2_000,
  /** One connection from first to last. */
  wholeMs: 5_000,
  bodyBytes: 64 * 1024,
  /** Lines of an answer are looked at one by one as they come; no more than this is read. */
  streamedBytes: 32 * 1024 * 1024,
  /** Room for a control plane with three etcd members' worth of sockets. */
  connectionsPerScan: 120,
} as const;
