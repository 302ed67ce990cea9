import type { GoMap, GoValue } from '../../config/go-value.ts';
import { decodeGoYaml } from '../../config/go-yaml.ts';
import {
  type Chunk,
  chunksOf,
  type GivenDocument,
  NOT_RENDERED,
  TEMPLATE,
  textIn,
  withoutMark,
} from '../documents.ts';
import type { Kind } from '../kinds.ts';
import { at, itemsAt, mapAt, textAt } from '../values.ts';
import { type Carrier, type Fault, Lines } from './carrier.ts';
import { writtenFiles } from './cloud-init/write-files.ts';
import { Unpacker } from './decode.ts';

/** Where the specification of a node stands in objects of Cluster API, and where its version does. */
const KINDS: Readonly<Record<string, { spec: readonly string[]; version?: readonly string[] }>> = {
  KubeadmConfig: { spec: ['spec'] },
  KubeadmConfigTemplate: { spec: ['spec', 'template', 'spec'] },
  KubeadmControlPlane: { spec: ['spec', 'kubeadmConfigSpec'], version: ['spec', 'version'] },
  KubeadmControlPlaneTemplate: { spec: ['spec', 'template', 'spec', 'kubeadmConfigSpec'] },
};

const GROUPS = /^(?:bootstrap|controlplane)\.cluster\.x-k8s\.io\/v1(?:alpha[34]|beta[12])$/;
const MARK = /(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:[ \t]*["']?Kubeadm(?:Config|ControlPlane)/m;
/** Values of one object. */
const BUDGET = 500_000;

/**
 * The nodes that objects of Cluster API describe: what kubeadm is given, and the files that are written besides.
 * https://github.com/kubernetes-sigs/cluster-api/blob/ae7ff047db49/api/bootstrap/kubeadm/v1beta2/kubeadmconfig_types.go
 */
export function clusterApi({ bytes }: { bytes: Buffer }): Carrier[] {
  if (!bytes.includes('.cluster.x-k8s.io/')) return [];
  const text = textIn(bytes);
  if (text === null) return [];
  const unpacker = new Unpacker();
  return chunksOf(text).flatMap((chunk) => (MARK.test(chunk.text) ? inChunk(chunk, unpacker) : []));
}

function inChunk({ text, before }: Chunk, unpacker: Unpacker): Carrier[] {
  if (TEMPLATE.test(text)) return [broken({ line: before + 1, problem: NOT_RENDERED })];
  const read = decodeGoYaml(Buffer.from(withoutMark(text)), { before, budget: BUDGET });
  if (read.state === 'excessive') return [broken({ line: before + 1, problem: read.reason })];
  if (read.state === 'broken')
    return [broken({ line: read.line, problem: `not the YAML that Kubernetes reads: ${read.problem}` })];
  const lines = new Lines('\n'.repeat(before) + text, (line) => line);
  const items = itemsAt(read.value, 'items');
  return (items.length > 0 ? items : [read.value]).flatMap((object) => nodeOf(object, lines, unpacker));
}

function broken(fault: Fault): Carrier {
  return { entries: [], configurations: [], problems: [fault], notes: [] };
}

function nodeOf(object: GoValue, lines: Lines, unpacker: Unpacker): Carrier[] {
  const known = GROUPS.test(textAt(object, 'apiVersion')) ? KINDS[textAt(object, 'kind')] : undefined;
  const spec = known === undefined ? undefined : mapAt(object, ...known.spec);
  if (known === undefined || spec === undefined) return [];
  const version = known.version === undefined ? undefined : at(object, ...known.version);
  const name = `${textAt(object, 'kind')} ${textAt(object, 'metadata', 'name')}`;
  const items = itemsAt(spec, 'files').map((value) => ({
    ...{ value, lines, isTemplate: true },
    elsewhere: otherContent(value),
  }));
  const written = writtenFiles(items, unpacker);
  return [
    {
      entries: written.entries,
      configurations: configurationsIn(spec, version),
      problems: written.problems,
      notes: notesOn(name, spec),
    },
  ];
}

/** Why a file's content is none that the object holds; null where it is. */
function otherContent(file: GoValue): string | null {
  if (mapAt(file, 'contentFrom') !== undefined) return 'its content is that of a Secret';
  return textAt(file, 'contentFormat') === 'Template' ? 'its content is a template of Go' : null;
}

const CONFIGURATIONS = [
  ['clusterConfiguration', 'ClusterConfiguration'],
  ['initConfiguration', 'InitConfiguration'],
  ['joinConfiguration', 'JoinConfiguration'],
] as const satisfies readonly (readonly [string, Kind])[];

/** Where Cluster API writes them: bootstrap/kubeadm/pkg/cloudinit/controlplane_init.go */
const STREAM = {
  ...{ path: '/run/kubeadm/kubeadm.yaml', apiVersion: 'kubeadm.k8s.io/v1beta4' },
  ...{ text: '', before: 0 },
};

/** What Cluster API writes for kubeadm; the arguments are a map in its v1beta1, a list in v1beta2, as kubeadm has them. */
function configurationsIn(spec: GoMap, version: GoValue | undefined): GivenDocument[] {
  return CONFIGURATIONS.flatMap(([key, kind]) => {
    const value = mapAt(spec, key);
    if (value === undefined) return [];
    const line = spec.entries.get(key)?.line ?? value.line;
    const own = kind === 'ClusterConfiguration' ? withVersion(value, version) : value;
    return [{ ...STREAM, line, kind, value: own }];
  });
}

function withVersion(value: GoMap, version: GoValue | undefined): GoMap {
  if (version?.type !== 'string' || value.entries.has('kubernetesVersion')) return value;
  const entry = { value: version, line: version.line };
  return { ...value, entries: new Map([...value.entries, ['kubernetesVersion', entry]]) };
}

const COMMANDS = ['bootCommands', 'preKubeadmCommands', 'postKubeadmCommands'];

function notesOn(name: string, spec: GoMap): string[] {
  const found = COMMANDS.filter((key) => itemsAt(spec, key).length > 0);
  const more =
    textAt(spec, 'ignition', 'containerLinuxConfig', 'additionalConfig') === '' ? [] : ['ignition'];
  const all = [...found, ...more];
  return all.length === 0 ? [] : [`has ${all.join(', ')} of ${name}: not read`];
}
