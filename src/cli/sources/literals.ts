import type { Literal } from '../../catalog/import/known.ts';
import { type FlagKind as EtcdKind, etcdFlags } from '../../components/etcd/flags.ts';
import { parseGoBoolean, parseGoDuration, parseGoInteger } from '../../components/go-values.ts';
import { apiServerFlags } from '../../components/kube-apiserver/flags.ts';
import { controllerManagerFlags } from '../../components/kube-controller-manager/flags.ts';
import { proxyFlags } from '../../components/kube-proxy/flags.ts';
import { schedulerFlags } from '../../components/kube-scheduler/flags.ts';
import { kubeletFlags } from '../../components/kubelet/flags.ts';
import { kindSpec } from '../../components/kubernetes/flag-kinds.ts';
import type { FlagTable } from '../../components/kubernetes/flag-table.ts';
import { KNOWN_MINORS } from '../../components/kubernetes/minors.ts';

/** How a text is taken for the value of a flag. */
export interface LiteralReader {
  /** Several values in one. */
  list: boolean;
  /** Null where the component refuses the text. */
  reads(text: string): Literal | null;
}

const TABLES: Readonly<Record<string, FlagTable>> = {
  kubelet: kubeletFlags,
  'kube-apiserver': apiServerFlags,
  'kube-controller-manager': controllerManagerFlags,
  'kube-scheduler': schedulerFlags,
  'kube-proxy': proxyFlags,
};

/** How a component reads the texts of a flag; null for a flag that it does not have. */
export function literalReader(component: string, flag: string): LiteralReader | null {
  if (component === 'etcd') return etcdReader(flag);
  const spec = TABLES[component]?.[flag];
  if (spec === undefined) return null;
  const { joins, read } = kindSpec(spec.kind);
  const newest = spec.until ?? KNOWN_MINORS.at(-1) ?? 0;
  const reads = (text: string) => {
    const taken = read(text, newest);
    return 'value' in taken && typeof taken.value !== 'object' ? taken.value : null;
  };
  return { list: joins !== undefined, reads: spec.kind === 'duration' ? readDuration : reads };
}

const ETCD_LISTS: readonly EtcdKind[] = ['string-list', 'unique-urls', 'origins', 'gates'];

const ETCD_READS: Partial<Record<EtcdKind, LiteralReader['reads']>> = {
  boolean: parseGoBoolean,
  ignored: parseGoBoolean,
  integer: readInteger,
  unsigned: readInteger,
  'unsigned-32': readInteger,
  duration: readDuration,
};

function etcdReader(flag: string): LiteralReader | null {
  const kind = etcdFlags[flag]?.kind;
  if (kind === undefined) return null;
  return { list: ETCD_LISTS.includes(kind), reads: ETCD_READS[kind] ?? ((text) => text) };
}

function readInteger(text: string): number | null {
  const value = parseGoInteger(text);
  return value === null ? null : Number(value);
}

/** With a unit, so that it can be told from a text: nought is the one duration that needs none. */
function readDuration(text: string): string | null {
  if (parseGoDuration(text) === null) return null;
  return /\d$/.test(text) ? `${text}s` : text;
}
