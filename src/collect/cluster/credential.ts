import { KubetrueError } from '../../model/errors.ts';
import type { AccessOptions } from './access/access.ts';
import { findAccess } from './access/find.ts';

/** What the kubeconfig or service account holds that the cluster is asked with; in memory only. */
export interface HeldCredential {
  pair: { certificate: string; key: string } | null;
  /** Value of an Authorization header. */
  authorization: string | null;
  /** PEM of the authorities that its server is verified by; null: those of the system. */
  authority: string | null;
}

/**
 * The credential that the cluster is asked with, for probes of this node's own components; a text says why there is
 * none. Never runs a credential plugin, and leaves mistakes in a kubeconfig to whoever collects facts with it.
 */
export async function heldCredential(
  options: Omit<AccessOptions, 'allowExec'>,
): Promise<HeldCredential | string> {
  try {
    const found = await findAccess({ ...options, allowExec: false });
    if (found.state !== 'usable') return found.reason;
    const { cert, key, ca, headers } = found.access.options;
    const [certificate, secret] = [textOf(cert), textOf(key)];
    return {
      pair: certificate === null || secret === null ? null : { certificate, key: secret },
      authorization: typeof headers.Authorization === 'string' ? headers.Authorization : null,
      authority: textOf(ca),
    };
  } catch (error) {
    if (error instanceof KubetrueError) return error.message;
    throw error;
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return Buffer.isBuffer(value) ? value.toString('utf8') : null;
}
