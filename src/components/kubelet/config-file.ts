import { posix } from 'node:path';
import { valueIfPresent } from '../../model/fact.ts';
import type { Origin } from '../../model/origin.ts';
import type { ProcessFacts } from '../../model/snapshot.ts';
import { type OpenedConfig, openConfig } from '../kubernetes/config-document.ts';
import { readConfig } from '../kubernetes/config-reader.ts';
import { type Refusal, refuses, type Undetermined, undetermined } from '../kubernetes/reading.ts';
import type { ChangedFile } from '../stale.ts';
import { treeOf } from './config-tree.ts';
import { decode, type Field } from './decode.ts';
import { withDefaults, withResolvedPaths } from './fields.ts';

/** What configuration files give: every field that is looked at, and the feature gates they name. */
export interface Configuration {
  outcome: 'read';
  fields: Map<string, Field>;
  stale: readonly ChangedFile[];
}

const HEAD = {
  program: 'kubelet',
  kind: 'KubeletConfiguration',
  apiVersions: ['kubelet.config.k8s.io/v1beta1'],
  fields: {},
  strict: false,
};

/**
 * A whole KubeletConfiguration with its defaults: the file of --config, and in 1.28 each drop-in. Unknown and repeated
 * keys are ignored with a warning.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/kubelet/kubeletconfig/util/codec/codec.go
 */
export function readConfigFile(
  process: ProcessFacts,
  path: string,
  minor: number,
  as: 'file' | 'drop-in' = 'file',
): Configuration | Refusal | Undetermined {
  const opened = openConfig(process, path, 'kubelet', as === 'file' ? 'configuration file' : 'drop-in');
  if (opened.outcome !== 'opened') return opened;
  const head = readConfig(opened, HEAD);
  if (head.outcome === 'refuses') return head;
  const decoded = decode(treeOf(opened.document.entries, lineIn(opened, as)), minor, 'exact');
  if (decoded.outcome === 'wrong')
    return refuses(`kubelet refuses ${opened.path}: ${decoded.because}.`, decoded.origin, opened.stale);
  const fields = withResolvedPaths(decoded.fields, directoryOf(process, path));
  return (
    repeatedSection(opened) ?? { outcome: 'read', fields: withDefaults(fields, minor), stale: opened.stale }
  );
}

/** Where a line of a document is, for evidence. */
export function lineIn({ path }: OpenedConfig, kind: 'file' | 'drop-in'): (line: number) => Origin {
  return (line) => ({ kind, path, line });
}

function directoryOf(process: ProcessFacts, path: string): string {
  return posix.dirname(valueIfPresent(process.files[path])?.path ?? path);
}

/** A section that stands twice in JSON is read twice, key by key, and the first reading is not kept here. */
function repeatedSection({ document, path }: OpenedConfig): Undetermined | null {
  if (document.json === undefined) return null;
  const sections = new Set(
    document.entries.filter(({ type }) => type === 'map').map((entry) => entry.path.join('.')),
  );
  const repeated = document.duplicateKeys?.find((one) => sections.has(one.path));
  if (repeated === undefined) return null;
  return undetermined(`${path} has ${repeated.path} twice, and parts of the first may hold.`, {
    kind: 'file',
    path,
    line: repeated.line,
  });
}
