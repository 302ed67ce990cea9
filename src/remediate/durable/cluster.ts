/** An object as the API gives it. */
export type ApiObject = Readonly<Record<string, unknown>>;

/** What repairs need of the Kubernetes API; the command line wires it. Nothing here throws. */
export interface ClusterObjects {
  /** Address, for people. */
  server: string;
  /** Asks for one object or other JSON by GET. */
  read: (path: string) => Promise<Read>;
  /** All objects of a list, whole or only their metadata. */
  list: (path: string, what: 'objects' | 'metadata') => Promise<Listed>;
  /** A JSON merge patch, which fails when its resource version is not that of the object any more. */
  patch: (path: string, body: ApiObject) => Promise<Written>;
  /** Deletes the object whose uid the options (DeleteOptions) name. */
  remove: (path: string, options: ApiObject) => Promise<Written>;
}

export type Read =
  | { state: 'read'; object: ApiObject }
  | { state: 'absent' }
  | { state: 'failed'; reason: string };

export type Listed = { state: 'listed'; objects: readonly ApiObject[] } | { state: 'failed'; reason: string };

/** `changed`: the object is not the one any more that was meant. */
export type Written = { state: 'done' } | { state: 'changed' } | { state: 'failed'; reason: string };
