/** What came back for one request. */
export type Answer<T> =
  /** Status 200: what the body says, or why it cannot be used. */
  | { kind: 'ok'; body: { value: T } | { problem: string } }
  /** Any other status, with what the server says about it. */
  | { kind: 'status'; status: number; message: string; retryAfterS: number | null }
  /** The connection was there, and ended without a whole answer. */
  | { kind: 'broken'; reason: string }
  /** The connection was there, and nothing came for too long. */
  | { kind: 'silent'; reason: string }
  /** No connection, or no time left: no other request can do better. */
  | { kind: 'unreachable'; reason: string };
