import type { Authenticator } from '@kubernetes/client-node/dist/auth.js';
import type { User } from '@kubernetes/client-node/dist/config_types.js';
import type { PreparedOptions } from './access.ts';

/** As whom the server is asked. */
export interface Asking {
  /** As the client understands it. Nothing in it makes the client run a program or ask another server. */
  user: User;
  /** Gets the credentials by a program; there only where that is allowed. */
  plugin: Authenticator | null;
  /** Of each request, beside those that the client sets. */
  headers: PreparedOptions['headers'];
  notes: readonly string[];
}

export const NOBODY: Asking = { user: { name: 'nobody' }, plugin: null, headers: {}, notes: [] };
