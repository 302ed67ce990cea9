import { BROKEN_CATALOG } from './broken-catalog.ts';
import { CLUSTER } from './cluster.ts';
import { FILES } from './files.ts';
import { FLAG_SYNTAX } from './flag-syntax.ts';
import { KUBELET_SOURCES } from './kubelet-sources.ts';
import { MANAGED } from './managed.ts';
import type { NamedVerdict } from './named-verdict.ts';
import { NOT_EVALUATED } from './not-evaluated.ts';
import { PROCESSES } from './processes.ts';
import { SCOPE } from './scope.ts';
import { SERVER_SOURCES } from './server-sources.ts';

/** All of docs/verdicts.md, by number. */
export const VERDICTS: readonly NamedVerdict[] = [
  ...FLAG_SYNTAX,
  ...KUBELET_SOURCES,
  ...SERVER_SOURCES,
  ...PROCESSES,
  ...FILES,
  ...MANAGED,
  ...NOT_EVALUATED,
  ...CLUSTER,
  ...BROKEN_CATALOG,
  ...SCOPE,
].sort((left, right) => left.number - right.number);
