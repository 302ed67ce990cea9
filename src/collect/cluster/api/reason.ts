/** Errors of connections in words; OpenSSL's messages hold addresses of memory, so its reason is taken alone. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (connection refused)',
  ECONNRESET: 'the connection ended before the answer was whole',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no connection in time',
  EPIPE: 'the connection was closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is not from the cluster's authority",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is not from the cluster's authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is not from the cluster's authority",
  UNABLE_TO_GET_ISSUER_CERT: "the server's certificate is not from the cluster's authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is not from the cluster's authority",
  CERT_SIGNATURE_FAILURE: "the server's certificate is not from the cluster's authority",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is not for this name",
};

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, reason } = error as Error & { code?: string; reason?: string };
  if (error instanceof AggregateError && error.errors[0] !== undefined) return reasonOf(error.errors[0]);
  const words = WORDS[code ?? ''];
  if (words !== undefined) return words;
  if (reason !== undefined) return `no TLS: ${reason}`;
  // As hpagent says it, the agent of the Kubernetes client for proxies.
  const answered = /^Bad response: (\d+)$/.exec(error.message)?.[1];
  if (answered !== undefined) return `the proxy answered ${answered}`;
  return error.message === '' ? (code ?? error.name) : error.message.split('\n', 1).join('').slice(0, 200);
}
